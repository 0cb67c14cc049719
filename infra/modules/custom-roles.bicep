@description('What makes names unique: role names are unique in a tenant.')
param resourceToken string

@description('The id of the role that only reads and adds rows.')
param appendRoleId string

@description('The id of the role that only adds blobs.')
param addBlobsRoleId string

@description('The id of the role that puts secrets into vaults.')
param depositRoleId string

@description('The vaults that new secrets may be put into, by resource id.')
param depositVaults array

@description('What that takes.')
param depositRights array

@description('The id of the role that makes new versions in vaults.')
param versionRoleId string

@description('The vaults in which new versions are made, by resource id.')
param versionVaults array

@description('What that takes.')
param versionRights array

@description('What each app may do with keys: app, id, rights.')
param keyRoles array

@description('The vault that holds the keys.')
param productVaultId string

var rights = loadJsonContent('../vault-rights.json')
var vaultGroupId = join(take(split(productVaultId, '/'), 5), '/')
var scopes = union([resourceGroup().id], [vaultGroupId])

var depositScopes = union([resourceGroup().id], map(depositVaults, id => join(take(split(id, '/'), 5), '/')))

var versionScopes = union([resourceGroup().id], map(versionVaults, id => join(take(split(id, '/'), 5), '/')))

@description('Rows are read, added and, for the end of the chain, replaced; none is removed.')
resource append 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: appendRoleId
  properties: {
    roleName: 'Expiry Monitor: append to a table (${resourceToken})'
    description: 'Reads rows, adds some, moves the end of the chain, and removes none.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: [
          'Microsoft.Storage/storageAccounts/tableServices/tables/entities/read'
          'Microsoft.Storage/storageAccounts/tableServices/tables/entities/add/action'
          'Microsoft.Storage/storageAccounts/tableServices/tables/entities/update/action'
        ]
        notDataActions: []
      }
    ]
  }
}

@description('Blobs are put where none is, and neither read nor changed.')
resource addBlobs 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: addBlobsRoleId
  properties: {
    roleName: 'Expiry Monitor: add blobs (${resourceToken})'
    description: 'Adds blobs, and changes none.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action']
        notDataActions: []
      }
    ]
  }
}

@description('Secrets are set and listed; no value is read.')
resource deposit 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (!empty(depositVaults)) {
  name: depositRoleId
  properties: {
    roleName: 'Expiry Monitor: put secrets into vaults (${resourceToken})'
    description: 'Sets secrets and lists their versions, and reads no value.'
    type: 'CustomRole'
    assignableScopes: depositScopes
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: union(map(depositRights, right => rights[right].action), [])
        notDataActions: []
      }
    ]
  }
}

@description('New versions are made; no value is read, nothing is removed, and no policy is changed.')
resource version 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (!empty(versionVaults)) {
  name: versionRoleId
  properties: {
    roleName: 'Expiry Monitor: make new versions in vaults (${resourceToken})'
    description: 'Asks for new versions of certificates, keys and secrets, and reads no value.'
    type: 'CustomRole'
    assignableScopes: versionScopes
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: union(map(versionRights, right => rights[right].action), [])
        notDataActions: []
      }
    ]
  }
}

@description('What each app may do with keys: no built-in role wraps without unwrapping.')
resource wrapping 'Microsoft.Authorization/roleDefinitions@2022-04-01' = [
  for holder in keyRoles: {
    name: holder.id
    properties: {
      roleName: 'Expiry Monitor: keys for ${holder.app} (${resourceToken})'
      description: join(holder.rights, ', ')
      type: 'CustomRole'
      assignableScopes: scopes
      permissions: [
        {
          actions: []
          notActions: []
          dataActions: union(map(holder.rights, right => rights[right].action), [])
          notDataActions: []
        }
      ]
    }
  }
]
