@description('Where everything is deployed.')
param location string

@description('Tags on everything.')
param tags object

@description('The name of the account.')
@minLength(3)
@maxLength(24)
param name string

@description('Whether the data is kept in several zones.')
param zoneRedundant bool

@description('Whether the account answers outside private endpoints.')
param isPublic bool

@description('Tables to make.')
param tables array = []

@description('Containers to make.')
param containers array = []

@description('Containers in which nothing can be changed for a time.')
param immutableContainers array = []

@description('For how many days not.')
param immutableDays int = 1

@description('The workspace that hears of what is refused and deleted.')
param workspaceId string

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
    networkAcls: {
      // Event Grid writes what it could not deliver from outside the network.
      bypass: 'AzureServices'
      defaultAction: isPublic ? 'Allow' : 'Deny'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: true
      days: 14
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: 14
    }
  }
}

resource plainContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for container in containers: {
    parent: blobs
    name: container
    properties: { publicAccess: 'None' }
  }
]

resource keptContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for container in immutableContainers: {
    parent: blobs
    name: container
    properties: { publicAccess: 'None' }
  }
]

// Not locked: a lock can't be taken back, so that is for an operator to do.
resource immutability 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-06-01' = [
  for (container, at) in immutableContainers: {
    parent: keptContainers[at]
    name: 'default'
    properties: {
      immutabilityPeriodSinceCreationInDays: immutableDays
      allowProtectedAppendWrites: false
    }
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource accountTables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = [
  for table in tables: {
    parent: tableService
    name: table
  }
]

resource heard 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobs
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

output id string = account.id
output blobUrl string = account.properties.primaryEndpoints.blob
output tablesUrl string = account.properties.primaryEndpoints.table
