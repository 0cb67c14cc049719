targetScope = 'subscription'

import { existingNetwork, existingVaults, linkHost, mail, moreSettings, opsSubscription, registrations, serviceDesk, watchedVault } from 'types.bicep'

@description('The name of the environment; names of resources follow from it.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Where everything is deployed.')
@metadata({ azd: { type: 'location' } })
param location string

@description('The name of the resource group; empty: made of the environment.')
param resourceGroupName string = ''

@description('Further tags on everything.')
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

@description('The Key Vaults that new secrets may be put into, by resource id; which secrets go there is in the setting DEPOSITS of renew.')
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

var abbreviations = loadJsonContent('abbreviations.json')
var allTags = union(tags, { 'azd-env-name': environmentName })

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: empty(resourceGroupName) ? '${abbreviations.resourcesResourceGroups}${environmentName}' : resourceGroupName
  location: location
  tags: allTags
}

module app 'app.bicep' = {
  name: 'expiry-monitor'
  scope: group
  params: {
    location: location
    resourceToken: toLower(uniqueString(subscription().id, environmentName, location))
    tags: allTags
    tenants: tenants
    mode: mode
    arm: arm
    mailing: mailing
    desk: desk
    signIns: signIns
    settings: settings
    watchedVaults: watchedVaults
    depositVaults: depositVaults
    versionVaults: versionVaults
    keyVaultEvents: keyVaultEvents
    opsSubscriptions: opsSubscriptions
    host: host
    privateNetworking: privateNetworking
    linkIsPublic: linkIsPublic
    zoneRedundant: zoneRedundant
    alwaysReady: alwaysReady
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    customRoles: customRoles
    existingWorkspaceId: existingWorkspaceId
    vaults: vaults
    network: network
    logRetentionDays: logRetentionDays
    logDailyCapGb: logDailyCapGb
    checkpointRetentionDays: checkpointRetentionDays
    alertEmails: alertEmails
    runbookBase: runbookBase
    monthlyBudget: monthlyBudget
    budgetStart: budgetStart
    packageUri: packageUri
  }
}

output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = group.name
output SERVICE_WATCH_NAME string = app.outputs.appNames.watch
output SERVICE_RENEW_NAME string = app.outputs.appNames.renew
output SERVICE_LINK_NAME string = app.outputs.appNames.link
output WATCH_BASE_URL string = app.outputs.watchBaseUrl
output LINK_BASE_URL string = app.outputs.linkBaseUrl
output TABLES_URL string = app.outputs.tablesUrl
output OPERATOR_FILES_URL string = app.outputs.operatorFilesUrl
output SERVICE_BUS__fullyQualifiedNamespace string = app.outputs.serviceBusHost
output WRAP_KEY_ID string = app.outputs.wrapKeyId
output WATCH_PRINCIPAL_ID string = app.outputs.principalIds.watch
output RENEW_PRINCIPAL_ID string = app.outputs.principalIds.renew
output LINK_PRINCIPAL_ID string = app.outputs.principalIds.link
output SECRETS_TO_WRITE array = app.outputs.secretsToWrite
