@description('Where everything is deployed.')
param location string

@description('Tags on everything.')
param tags object

@description('Which part this app plays.')
@allowed(['watch', 'renew', 'link'])
param role string

@description('The name of the app.')
@maxLength(60)
param name string

@description('The name of its plan.')
param planName string

@description('The resource id of its identity.')
param identityId string

@description('The client id of its identity.')
param clientId string

@description('What the app is told, by the names of docs/settings.md.')
param settings object

@description('Settings that are secrets: an operator writes them into the vault.')
param secretNames array

@description('The vault with the secrets of this app.')
param secretVaultName string

@description('The blobs of its host.')
param hostBlobUrl string

@description('The tables of its host.')
param hostTableUrl string

@description('Where telemetry goes.')
param componentConnection string

@description('open: from anywhere. deployments: only the deployment endpoint, which asks for a sign-in. closed: over private endpoints.')
@allowed(['open', 'deployments', 'closed'])
param access string

@description('The subnet that it works in; empty: none.')
param subnetId string

@description('Whether instances are spread over zones.')
param zoneRedundant bool

@description('Instances of each group that are always running.')
param alwaysReady int

@description('How many instances it may have at most.')
param maximumInstanceCount int

@description('Memory of an instance in MB.')
param instanceMemoryMB int

@description('A released package that the platform fetches; empty: none.')
param packageUri string

// Of the functions that are not HTTP, each is a group of its own; the one that keeps an app going is its outbox.
var readyGroups = role == 'renew' ? ['function:publish-outbox'] : ['http', 'function:publish-outbox']

var platformSettings = {
  APP_ROLE: role
  AZURE_CLIENT_ID: clientId
  AzureWebJobsStorage__blobServiceUri: hostBlobUrl
  AzureWebJobsStorage__tableServiceUri: hostTableUrl
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: clientId
  SERVICE_BUS__credential: 'managedidentity'
  SERVICE_BUS__clientId: clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: componentConnection
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${clientId};Authorization=AAD'
}
var secretSettings = toObject(
  secretNames,
  secret => secret,
  secret => '@Microsoft.KeyVault(SecretUri=https://${secretVaultName}${environment().suffixes.keyvaultDns}/secrets/${toLower(replace(secret, '_', '-'))})'
)

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': role })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientCertEnabled: false
    keyVaultReferenceIdentity: identityId
    publicNetworkAccess: access == 'closed' ? 'Disabled' : 'Enabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostBlobUrl}packages'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'node'
        version: '22'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady == 0 ? [] : map(readyGroups, group => { name: group, instanceCount: alwaysReady })
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      ipSecurityRestrictionsDefaultAction: access == 'deployments' ? 'Deny' : 'Allow'
      scmIpSecurityRestrictionsDefaultAction: 'Allow'
      scmIpSecurityRestrictionsUseMain: false
      appSettings: map(
        items(union(settings, platformSettings, secretSettings)),
        setting => { name: setting.key, value: setting.value }
      )
    }
  }
}

resource package 'Microsoft.Web/sites/extensions@2025-03-01' = if (!empty(packageUri)) {
  parent: site
  name: 'onedeploy'
  #disable-next-line BCP187
  properties: {
    type: 'zip'
    packageUri: packageUri
    remoteBuild: false
  }
}
