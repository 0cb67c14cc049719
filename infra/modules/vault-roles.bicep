@description('The vault; this file is deployed to its resource group.')
param vaultName string

@description('The principal of each app, by its role.')
param principalIds object

@description('Which app gets which role: app, roleId.')
param grants array

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in grants: {
    scope: vault
    name: guid(vault.id, grant.app, grant.roleId)
    properties: {
      principalId: principalIds[grant.app]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.roleId)
    }
  }
]
