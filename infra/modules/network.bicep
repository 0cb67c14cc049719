@description('Where everything is deployed.')
param location string

@description('Tags on everything.')
param tags object

@description('The name of the network.')
param name string

@description('The name of the network security group of all subnets.')
param securityGroupName string

@description('The addresses of the network; a subnet for each app and one for private endpoints are cut from it.')
param addressPrefix string = '10.70.0.0/24'

var subnets = ['watch', 'renew', 'link', 'endpoints']

resource securityGroup 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: securityGroupName
  location: location
  tags: tags
}

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      for (subnet, at) in subnets: {
        name: subnet
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, at)
          networkSecurityGroup: { id: securityGroup.id }
          privateEndpointNetworkPolicies: 'Enabled'
          // The platform wants the delegation for the instances of an app, and refuses it for private endpoints.
          delegations: subnet == 'endpoints' ? [] : [
            {
              name: 'apps'
              properties: { serviceName: 'Microsoft.App/environments' }
            }
          ]
        }
      }
    ]
  }
}

output ids object = {
  watch: '${network.id}/subnets/watch'
  renew: '${network.id}/subnets/renew'
  link: '${network.id}/subnets/link'
  endpoints: '${network.id}/subnets/endpoints'
  network: network.id
}
