@description('The vault that holds the keys.')
param vaultName string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

@description('Wraps the share of a link. A link lives an hour, so that the key can be renewed often.')
resource wrap 'Microsoft.KeyVault/vaults/keys@2025-05-01' = {
  parent: vault
  name: 'link-wrap'
  properties: {
    kty: 'RSA'
    keySize: 3072
    keyOps: ['wrapKey', 'unwrapKey']
    rotationPolicy: {
      attributes: { expiryTime: 'P2Y' }
      lifetimeActions: [
        {
          action: { type: 'rotate' }
          trigger: { timeAfterCreate: 'P180D' }
        }
      ]
    }
  }
}

@description('Signs checkpoints of the audit chain. It is never rotated by itself: who verifies has its public half.')
resource audit 'Microsoft.KeyVault/vaults/keys@2025-05-01' = {
  parent: vault
  name: 'audit-sign'
  properties: {
    kty: 'EC'
    curveName: 'P-256'
    keyOps: ['sign', 'verify']
  }
}
