@description('Where everything is deployed.')
param location string

@description('Tags on everything.')
param tags object

@description('The app link.')
param appName string

@description('The name that recipients see.')
param name string

@description('The resource id of the vault with its certificate.')
param vaultId string

@description('The name of the certificate.')
param certificateName string

resource site 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

resource certificate 'Microsoft.Web/sites/certificates@2025-03-01' = {
  parent: site
  name: replace(name, '.', '-')
  location: location
  tags: tags
  properties: {
    keyVaultId: vaultId
    keyVaultSecretName: certificateName
  }
}

resource binding 'Microsoft.Web/sites/hostNameBindings@2025-03-01' = {
  parent: site
  name: name
  properties: {
    hostNameType: 'Verified'
    sslState: 'SniEnabled'
    thumbprint: certificate.properties.thumbprint
  }
}
