import { existingNetwork, existingVaults, linkHost, mail, moreSettings, opsSubscription, registrations, serviceDesk, watchedVault } from 'types.bicep'

@description('Where everything is deployed.')
param location string = resourceGroup().location

@description('What makes names unique.')
@minLength(5)
@maxLength(13)
param resourceToken string = toLower(uniqueString(resourceGroup().id))

@description('Tags on everything.')
param tags object = {}

@description('The tenants to watch, as docs/settings.md describes TENANTS.')
@minLength(1)
param tenants array

@description('A ceiling over all that is armed: observe announces nothing.')
@allowed(['act', 'observe'])
param mode string = 'observe'

@description('Sources to arm, as docs/settings.md describes ARM.')
param arm array = []

@description('Who sends mail, and who takes what has no owner.')
param mailing mail

@description('The service desk.')
param desk serviceDesk

@description('The client ids of the registrations that people sign in to.')
param signIns registrations = {}

@description('Further app settings of each app.')
param settings moreSettings = {}

@description('The Key Vaults to watch.')
param watchedVaults watchedVault[] = []

@description('The Key Vaults that new secrets may be put into, by resource id.')
param depositVaults string[] = []

@description('The Key Vaults in which approved renewals make new versions, by resource id.')
param versionVaults string[] = []

@description('Whether changes in the watched vaults are told at once, by Event Grid.')
param keyVaultEvents bool = false

@description('Subscriptions for teams that listen.')
param opsSubscriptions opsSubscription[] = []

@description('A name of your own for the app link; absent: its name below azurewebsites.net.')
param host linkHost?

@description('Whether everything but the app link is reached only over private endpoints. Makes Service Bus Premium.')
param privateNetworking bool = false

@description('Whether recipients reach the app link from the internet.')
param linkIsPublic bool = true

@description('Whether everything is spread over the zones of the region.')
param zoneRedundant bool = false

@description('Instances of each group that are always running; two or more where zones matter.')
@minValue(0)
param alwaysReady int = 0

@description('How many instances an app may have at most.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Whether roles of our own are made, which allow less than the built-in ones.')
param customRoles bool = true

@description('The resource id of a Log Analytics workspace that is there already; empty: one is made.')
param existingWorkspaceId string = ''

@description('Vaults that are there already.')
param vaults existingVaults = {}

@description('Subnets that are there already; absent: a network is made where one is wanted.')
param network existingNetwork?

@description('How many days logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('How much may be logged in a day, in GB; -1 is no limit.')
param logDailyCapGb int = 1

@description('How many days a checkpoint of the audit chain can not be changed.')
@minValue(1)
param checkpointRetentionDays int = 365

@description('Mail addresses that alerts and the budget go to.')
param alertEmails array = []

@description('What the runbooks of alerts begin with, such as the address of your copy of this repository.')
param runbookBase string = ''

@description('What may be spent in a month, in the currency of the subscription; 0 is no budget.')
@minValue(0)
param monthlyBudget int = 0

@description('The first of the month in which the budget begins, such as 2026-12-01. It can not be moved later.')
param budgetStart string = ''

@description('The address of a released package that the platform fetches itself; empty: the code is deployed by azd or a pipeline.')
param packageUri string = ''

var names = loadJsonContent('abbreviations.json')
var permissions = loadJsonContent('permissions.json')
var topology = loadJsonContent('topology.json')
var appSettings = loadJsonContent('app-settings.json')

// The order of this list is the order of every list below that is made for each app.
var roles = ['watch', 'renew', 'link']

var appNames = {
  watch: '${names.webSitesFunctions}watch-${resourceToken}'
  renew: '${names.webSitesFunctions}renew-${resourceToken}'
  link: '${names.webSitesFunctions}link-${resourceToken}'
}

var hostStorageNames = map(roles, role => '${names.storageStorageAccounts}${role}${resourceToken}')
var dataStorageName = '${names.storageStorageAccounts}data${resourceToken}'
var serviceBusName = '${names.serviceBusNamespaces}${resourceToken}'
var componentName = '${names.insightsComponents}${resourceToken}'

// What can't be is refused here, before anything is made.
var networkFits = !privateNetworking && network != null
  ? fail('network is given, but privateNetworking is off: switch it on, or leave network out.')
  : privateNetworking
var readyFits = zoneRedundant && alwaysReady == 1
  ? fail('zoneRedundant needs alwaysReady of 0, or of 2 and more: one instance is in one zone.')
  : alwaysReady
var linkFits = !privateNetworking && !linkIsPublic
  ? fail('linkIsPublic is off, but privateNetworking too: nobody could open a link. Switch privateNetworking on.')
  : linkIsPublic
var eventsFit = keyVaultEvents && empty(watchedVaults)
  ? fail('keyVaultEvents is on, but watchedVaults names no vault.')
  : keyVaultEvents
var budgetFits = monthlyBudget > 0 && (empty(alertEmails) || empty(budgetStart))
  ? fail('monthlyBudget needs alertEmails, which are told, and budgetStart, the first of a month.')
  : monthlyBudget
var tableNames = map(
  items(reduce(map(items(permissions), role => role.value.tables), {}, (all, one) => union(all, one))),
  table => table.key
)

resource identities 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = [
  for role in roles: {
    name: '${names.managedIdentityUserAssignedIdentities}${role}-${resourceToken}'
    location: location
    tags: tags
  }
]

var clientIds = {
  watch: identities[0].properties.clientId
  renew: identities[1].properties.clientId
  link: identities[2].properties.clientId
}
var principals = {
  watch: identities[0].properties.principalId
  renew: identities[1].properties.principalId
  link: identities[2].properties.principalId
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    location: location
    tags: tags
    workspaceName: '${names.operationalInsightsWorkspaces}${resourceToken}'
    componentName: componentName
    existingWorkspaceId: existingWorkspaceId
    retentionDays: logRetentionDays
    dailyCapGb: logDailyCapGb
  }
}

module netting 'modules/network.bicep' = if (networkFits && network == null) {
  name: 'network'
  params: {
    location: location
    tags: tags
    name: '${names.networkVirtualNetworks}${resourceToken}'
    securityGroupName: '${names.networkNetworkSecurityGroups}${resourceToken}'
  }
}

var subnetIds = !networkFits
  ? { watch: '', renew: '', link: '', endpoints: '', network: '' }
  : network != null
      ? {
          watch: network!.watchSubnetId
          renew: network!.renewSubnetId
          link: network!.linkSubnetId
          endpoints: network!.endpointSubnetId
          network: network!.networkId
        }
      : netting!.outputs.ids

module hosts 'modules/storage.bicep' = [
  for (role, at) in roles: {
    name: 'host-storage-${role}'
    params: {
      location: location
      tags: tags
      name: hostStorageNames[at]
      zoneRedundant: zoneRedundant
      isPublic: !privateNetworking
      containers: ['packages']
      workspaceId: monitoring.outputs.workspaceId
    }
  }
]

module data 'modules/storage.bicep' = {
  name: 'data-storage'
  params: {
    location: location
    tags: tags
    name: dataStorageName
    zoneRedundant: zoneRedundant
    isPublic: !privateNetworking
    tables: tableNames
    containers: ['undelivered-events', 'operator-files']
    immutableContainers: ['checkpoints']
    immutableDays: checkpointRetentionDays
    workspaceId: monitoring.outputs.workspaceId
  }
}

module messages 'modules/service-bus.bicep' = {
  name: 'service-bus'
  params: {
    location: location
    tags: tags
    name: serviceBusName
    isPrivate: privateNetworking
    topology: topology
    opsSubscriptions: opsSubscriptions
    workspaceId: monitoring.outputs.workspaceId
  }
}

// One vault for the keys, and one for the secrets of each app, so that no app can read what another was given.
var vaultRoles = ['product', 'watch', 'renew', 'link']
var broughtVaults = [
  vaults.?product ?? ''
  vaults.?watch ?? ''
  vaults.?renew ?? ''
  vaults.?link ?? ''
]
var vaultIds = [for (role, at) in vaultRoles: empty(broughtVaults[at])
  ? resourceId('Microsoft.KeyVault/vaults', '${names.keyVaultVaults}${role}-${resourceToken}')
  : broughtVaults[at]]

module newVaults 'modules/vault.bicep' = [
  for (role, at) in vaultRoles: if (empty(broughtVaults[at])) {
    name: 'vault-${role}'
    params: {
      location: location
      tags: tags
      name: last(split(vaultIds[at], '/'))
      isPublic: !privateNetworking
      workspaceId: monitoring.outputs.workspaceId
    }
  }
]

module keys 'modules/vault-keys.bicep' = {
  name: 'vault-keys'
  scope: resourceGroup(split(vaultIds[0], '/')[2], split(vaultIds[0], '/')[4])
  params: {
    vaultName: last(split(vaultIds[0], '/'))
  }
  dependsOn: [newVaults]
}

module events 'modules/key-vault-events.bicep' = [
  for (vault, at) in watchedVaults: if (eventsFit) {
    name: 'key-vault-events-${at}'
    scope: resourceGroup(split(vault.id, '/')[2], split(vault.id, '/')[4])
    params: {
      location: vault.?location ?? location
      tags: tags
      name: '${names.eventGridSystemTopics}${at}-${resourceToken}'
      vaultName: last(split(vault.id, '/'))
      topicId: messages.outputs.keyVaultEventsTopicId
      storageId: data.outputs.id
      identityId: eventIdentity.id
    }
    dependsOn: [rights]
  }
]

resource eventIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = if (eventsFit) {
  name: '${names.managedIdentityUserAssignedIdentities}events-${resourceToken}'
  location: location
  tags: tags
}

var vaultRights = loadJsonContent('vault-rights.json')
var roleIds = loadJsonContent('role-ids.json')
var keyHolders = filter(items(permissions), role => !empty(role.value.vaults.?product ?? []))
// Known before anything is made, so that a preview of a deployment can show who gets what.
var appendRoleId = guid(resourceGroup().id, 'append')
var depositRoleId = guid(resourceGroup().id, 'deposit')
var versionRoleId = guid(resourceGroup().id, 'new versions')
var addBlobsRoleId = guid(resourceGroup().id, 'add blobs')
var keyRoleIds = toObject(keyHolders, role => role.key, role => guid(resourceGroup().id, 'keys', role.key))

module ownRoles 'modules/custom-roles.bicep' = if (customRoles) {
  name: 'custom-roles'
  params: {
    resourceToken: resourceToken
    appendRoleId: appendRoleId
    addBlobsRoleId: addBlobsRoleId
    depositRoleId: depositRoleId
    depositVaults: depositVaults
    depositRights: permissions.renew.vaults.deposit
    versionRoleId: versionRoleId
    versionVaults: versionVaults
    versionRights: permissions.renew.vaults.version
    keyRoles: map(keyHolders, role => { app: role.key, id: keyRoleIds[role.key], rights: role.value.vaults.product })
    productVaultId: vaultIds[0]
  }
}

module rights 'modules/roles.bicep' = {
  name: 'roles'
  params: {
    permissions: permissions
    principalIds: principals
    keyVaultEvents: eventsFit
    eventPrincipalId: eventsFit ? eventIdentity!.properties.principalId : ''
    customRoles: customRoles
    appendRoleId: appendRoleId
    addBlobsRoleId: addBlobsRoleId
    dataStorageName: dataStorageName
    hostStorageNames: hostStorageNames
    roles: roles
    serviceBusName: serviceBusName
    componentName: componentName
    opsSubscriptions: opsSubscriptions
  }
  dependsOn: [hosts, data, messages, monitoring, ownRoles]
}

module productRights 'modules/vault-roles.bicep' = {
  name: 'vault-roles-product'
  scope: resourceGroup(split(vaultIds[0], '/')[2], split(vaultIds[0], '/')[4])
  params: {
    vaultName: last(split(vaultIds[0], '/'))
    principalIds: principals
    grants: customRoles
      ? map(keyHolders, role => { app: role.key, roleId: keyRoleIds[role.key] })
      : flatten(map(keyHolders, role => map(
          union(map(role.value.vaults.product, right => vaultRights[right].role), []),
          name => { app: role.key, roleId: roleIds[name] }
        )))
  }
  dependsOn: [newVaults, ownRoles]
}

module secretRights 'modules/vault-roles.bicep' = [
  for (role, at) in roles: {
    name: 'vault-roles-${role}'
    scope: resourceGroup(split(vaultIds[at + 1], '/')[2], split(vaultIds[at + 1], '/')[4])
    params: {
      vaultName: last(split(vaultIds[at + 1], '/'))
      principalIds: principals
      grants: [{ app: role, roleId: roleIds['Key Vault Secrets User'] }]
    }
    dependsOn: [newVaults]
  }
]

module watchedRights 'modules/vault-roles.bicep' = [
  for (vault, at) in watchedVaults: {
    name: 'vault-roles-watched-${at}'
    scope: resourceGroup(split(vault.id, '/')[2], split(vault.id, '/')[4])
    params: {
      vaultName: last(split(vault.id, '/'))
      principalIds: principals
      grants: flatten(map(items(permissions), role => map(
        union(map(role.value.vaults.?watched ?? [], right => vaultRights[right].role), []),
        name => { app: role.key, roleId: roleIds[name] }
      )))
    }
  }
]

// Values are put there and never read: no built-in role is that narrow.
module depositRights 'modules/vault-roles.bicep' = [
  for (id, at) in depositVaults: {
    name: 'vault-roles-deposit-${at}'
    scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
    params: {
      vaultName: last(split(id, '/'))
      principalIds: principals
      grants: customRoles
        ? [{ app: 'renew', roleId: depositRoleId }]
        : map(
            union(map(permissions.renew.vaults.deposit, right => vaultRights[right].role), []),
            name => { app: 'renew', roleId: roleIds[name] }
          )
    }
    dependsOn: [ownRoles]
  }
]

// Versions are made, and neither values nor private keys are read: the officers of a vault may read and remove them all.
module versionRights 'modules/vault-roles.bicep' = [
  for (id, at) in versionVaults: {
    name: 'vault-roles-version-${at}'
    scope: resourceGroup(split(id, '/')[2], split(id, '/')[4])
    params: {
      vaultName: last(split(id, '/'))
      principalIds: principals
      grants: customRoles
        ? [{ app: 'renew', roleId: versionRoleId }]
        : map(
            union(map(permissions.renew.vaults.version, right => vaultRights[right].role), []),
            name => { app: 'renew', roleId: roleIds[name] }
          )
    }
    dependsOn: [ownRoles]
  }
]

var linkBaseUrl = 'https://${host.?name ?? '${appNames.link}.azurewebsites.net'}'
var keysUrl = 'https://${last(split(vaultIds[0], '/'))}${environment().suffixes.keyvaultDns}/keys'
var wrapKeyId = '${keysUrl}/link-wrap'
var auditKeyId = '${keysUrl}/audit-sign'

var sharedSettings = {
  TENANTS: string(tenants)
  TABLES_URL: data.outputs.tablesUrl
  SERVICE_BUS__fullyQualifiedNamespace: messages.outputs.host
}
var mailBy = mailing.?by ?? 'sendgrid'
var mailFits = mailBy == 'smtp' && empty(mailing.?smtpHost ?? '')
  ? fail('mailing.by is smtp, but mailing.smtpHost names no mail server.')
  : mailBy
var mailSettings = {
  MAIL_BY: mailFits
  MAIL_FROM: mailing.from
  TEAM_MAILBOX: mailing.?teamMailbox ?? ''
  SMTP_HOST: mailing.?smtpHost ?? ''
  SMTP_USER: mailing.?smtpUser ?? ''
}
var teamSettings = { TEAM_ADDRESS: mailing.teamAddress }
// A mail server that asks nobody to sign in has no password.
var mailSecrets = mailFits == 'smtp' && empty(mailing.?smtpUser ?? '') ? [] : appSettings.mailSecrets[mailFits]
var deskBy = desk.?by ?? 'servicenow'
var secretsOf = {
  watch: concat(mailSecrets, appSettings.secrets.watch)
  renew: concat(mailSecrets, appSettings.deskSecrets[deskBy], appSettings.secrets.renew)
  link: appSettings.secrets.link
}
// Whoever calls signs in to the tenant that all this is deployed in.
var callers = empty(signIns.?watch ?? '') ? {} : {
  API_AUDIENCE: signIns.?watch ?? ''
  PEOPLE_TENANTS: string([{ id: tenant().tenantId }])
}
var recipients = empty(signIns.?link ?? '') ? {} : { SIGN_IN_CLIENT_ID: signIns.?link ?? '' }
var ownSettings = [
  union(sharedSettings, mailSettings, appSettings.values.watch, callers, {
    MODE: mode
    ARM: string(arm)
  }, settings.?watch ?? {})
  union(sharedSettings, mailSettings, teamSettings, appSettings.values.renew, {
    WRAP_KEY_ID: wrapKeyId
    AUDIT_KEY_ID: auditKeyId
    AUDIT_ARCHIVE_URL: '${data.outputs.blobUrl}checkpoints'
    VERSION_VAULTS: string(map(versionVaults, id => 'https://${last(split(id, '/'))}${environment().suffixes.keyvaultDns}'))
    LINK_BASE_URL: linkBaseUrl
    DESK: deskBy
    DESK_WEBHOOK_URL: desk.?webhookUrl ?? ''
    SERVICENOW_URL: desk.?url ?? ''
    SERVICENOW_CLIENT_ID: desk.?clientId ?? ''
    SERVICENOW_CATALOG_ITEM: desk.?catalogItem ?? ''
    SERVICENOW_STEWARD: desk.?steward ?? ''
  }, settings.?renew ?? {})
  union(sharedSettings, teamSettings, appSettings.values.link, recipients, {
    WRAP_KEY_ID: wrapKeyId
    LINK_BASE_URL: linkBaseUrl
  }, settings.?link ?? {})
]

var access = {
  watch: privateNetworking ? 'closed' : 'open'
  renew: privateNetworking ? 'closed' : 'deployments'
  link: linkFits ? 'open' : 'closed'
}

module apps 'modules/function-app.bicep' = [
  for (role, at) in roles: {
    name: 'app-${role}'
    params: {
      location: location
      tags: tags
      role: role
      name: appNames[role]
      planName: '${names.webServerFarms}${role}-${resourceToken}'
      identityId: identities[at].id
      clientId: clientIds[role]
      settings: ownSettings[at]
      secretNames: secretsOf[role]
      secretVaultName: last(split(vaultIds[at + 1], '/'))
      hostBlobUrl: hosts[at].outputs.blobUrl
      hostTableUrl: hosts[at].outputs.tablesUrl
      componentConnection: monitoring.outputs.componentConnection
      access: access[role]
      subnetId: subnetIds[role]
      zoneRedundant: zoneRedundant
      alwaysReady: readyFits
      maximumInstanceCount: maximumInstanceCount
      instanceMemoryMB: instanceMemoryMB
      packageUri: packageUri
    }
    dependsOn: [rights, productRights, secretRights]
  }
]

module hostName 'modules/link-host.bicep' = if (host != null) {
  name: 'link-host'
  params: {
    location: location
    tags: tags
    appName: appNames.link
    name: host!.name
    vaultId: host!.vaultId
    certificateName: host!.certificateName
  }
  dependsOn: [apps]
}

module endpoints 'modules/private-endpoints.bicep' = if (privateNetworking) {
  name: 'private-endpoints'
  params: {
    location: location
    tags: tags
    prefix: names.networkPrivateEndpoints
    subnetId: subnetIds.endpoints
    networkId: subnetIds.network
    targets: concat(
      map(
        range(0, 3),
        at => {
          name: 'blob-${roles[at]}'
          id: resourceId('Microsoft.Storage/storageAccounts', hostStorageNames[at])
          group: 'blob'
        }
      ),
      map(
        range(0, 3),
        at => {
          name: 'table-${roles[at]}'
          id: resourceId('Microsoft.Storage/storageAccounts', hostStorageNames[at])
          group: 'table'
        }
      ),
      [
        { name: 'blob-data', id: resourceId('Microsoft.Storage/storageAccounts', dataStorageName), group: 'blob' }
        { name: 'table-data', id: resourceId('Microsoft.Storage/storageAccounts', dataStorageName), group: 'table' }
        { name: 'service-bus', id: resourceId('Microsoft.ServiceBus/namespaces', serviceBusName), group: 'namespace' }
      ],
      map(
        filter(range(0, 4), at => empty(broughtVaults[at])),
        at => { name: 'vault-${vaultRoles[at]}', id: vaultIds[at], group: 'vault' }
      ),
      map(
        filter(roles, role => role != 'link' || !linkFits),
        role => { name: 'app-${role}', id: resourceId('Microsoft.Web/sites', appNames[role]), group: 'sites' }
      )
    )
  }
  dependsOn: [hosts, data, messages, newVaults, apps]
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    location: location
    tags: tags
    actionGroupName: '${names.insightsActionGroups}${resourceToken}'
    emails: alertEmails
    runbookBase: runbookBase
    workspaceId: monitoring.outputs.workspaceId
    serviceBusId: messages.outputs.id
    storageId: data.outputs.id
    vaultIds: vaultIds
    componentName: componentName
    eventTopicIds: eventsFit
      ? map(
        range(0, length(watchedVaults)),
        at => resourceId(
          split(watchedVaults[at].id, '/')[2],
          split(watchedVaults[at].id, '/')[4],
          'Microsoft.EventGrid/systemTopics',
          '${names.eventGridSystemTopics}${at}-${resourceToken}'
        )
      )
      : []
  }
  dependsOn: [newVaults, events]
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    componentName: componentName
  }
}

module budget 'modules/budget.bicep' = if (budgetFits > 0) {
  name: 'budget'
  params: {
    amount: budgetFits
    start: budgetStart
    emails: alertEmails
  }
}

output appNames object = appNames
output watchBaseUrl string = 'https://${appNames.watch}.azurewebsites.net'
output linkBaseUrl string = linkBaseUrl
output tablesUrl string = data.outputs.tablesUrl
@description('Where an operator puts files that the apps read, such as the policy of POLICY_URL.')
output operatorFilesUrl string = '${data.outputs.blobUrl}operator-files'
output serviceBusHost string = messages.outputs.host
output wrapKeyId string = wrapKeyId
output principalIds object = principals
output secretsToWrite array = flatten(
  map(
    range(0, 3),
    at => map(
      secretsOf[roles[at]],
      name => '${last(split(vaultIds[at + 1], '/'))}/${toLower(replace(name, '_', '-'))}'
    )
  )
)
