import { opsSubscription } from '../types.bicep'

@description('Who may do what, as infra/permissions.json has it.')
param permissions object

@description('The principal of each app, by its role.')
param principalIds object

@description('Whether events of Key Vaults are delivered.')
param keyVaultEvents bool

@description('The principal that delivers them.')
param eventPrincipalId string

@description('Whether there are roles that only add rows and blobs; else the built-in Contributors take their place.')
param customRoles bool

@description('The id of the role that only reads and adds rows.')
param appendRoleId string

@description('The id of the role that only adds blobs.')
param addBlobsRoleId string

@description('The account with the tables.')
param dataStorageName string

@description('The accounts of the Functions hosts, in the order of roles.')
param hostStorageNames array

@description('The apps.')
param roles array

@description('The Service Bus namespace.')
param serviceBusName string

@description('The Application Insights component.')
param componentName string

@description('Subscriptions for teams that listen.')
param opsSubscriptions opsSubscription[]

var roleIds = loadJsonContent('../role-ids.json')
var topology = loadJsonContent('../topology.json')
var tableRoles = {
  read: roleIds['Storage Table Data Reader']
  write: roleIds['Storage Table Data Contributor']
  append: customRoles ? appendRoleId : roleIds['Storage Table Data Contributor']
}

// Each grant of the matrix is one assignment, on the one thing that it is about.
var tableGrants = flatten(
  map(
    items(permissions),
    role => map(
      items(role.value.tables),
      table => { app: role.key, name: table.key, roleId: tableRoles[table.value] }
    )
  )
)
var blobRoles = {
  read: roleIds['Storage Blob Data Reader']
  append: customRoles ? addBlobsRoleId : roleIds['Storage Blob Data Contributor']
}
var blobGrants = flatten(
  map(
    items(permissions),
    role => map(
      items(role.value.?blobs ?? {}),
      container => { app: role.key, name: container.key, roleId: blobRoles[container.value] }
    )
  )
)
var topicNames = map(topology.topics, topic => topic.name)
var sends = flatten(map(items(permissions), role => map(role.value.send, place => { app: role.key, place: place })))
var receives = flatten(
  map(items(permissions), role => map(role.value.receive, place => { app: role.key, place: place }))
)
var topicSends = filter(sends, grant => contains(topicNames, grant.place))
var queueSends = filter(sends, grant => !contains(topicNames, grant.place))
var subscriptionReceives = filter(receives, grant => contains(grant.place, '/'))
var queueReceives = filter(receives, grant => !contains(grant.place, '/'))

resource dataStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: dataStorageName
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' existing = {
  parent: dataStorage
  name: 'default'
}

resource grantedTables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' existing = [
  for grant in tableGrants: {
    parent: tableService
    name: grant.name
  }
]

resource tableAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, at) in tableGrants: {
    scope: grantedTables[at]
    name: guid(grantedTables[at].id, grant.app, grant.roleId)
    properties: {
      principalId: principalIds[grant.app]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.roleId)
    }
  }
]

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' existing = {
  parent: dataStorage
  name: 'default'
}

resource grantedContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = [
  for grant in blobGrants: {
    parent: blobService
    name: grant.name
  }
]

resource containerAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, at) in blobGrants: {
    scope: grantedContainers[at]
    name: guid(grantedContainers[at].id, grant.app, grant.roleId)
    properties: {
      principalId: principalIds[grant.app]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.roleId)
    }
  }
]

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName
}

resource sentTopics 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' existing = [
  for grant in topicSends: {
    parent: namespace
    name: grant.place
  }
]

resource topicSendAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, at) in topicSends: {
    scope: sentTopics[at]
    name: guid(sentTopics[at].id, grant.app, 'send')
    properties: {
      principalId: principalIds[grant.app]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds['Azure Service Bus Data Sender']
      )
    }
  }
]

resource sentQueues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = [
  for grant in queueSends: {
    parent: namespace
    name: grant.place
  }
]

resource queueSendAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, at) in queueSends: {
    scope: sentQueues[at]
    name: guid(sentQueues[at].id, grant.app, 'send')
    properties: {
      principalId: principalIds[grant.app]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds['Azure Service Bus Data Sender']
      )
    }
  }
]

resource receivedQueues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = [
  for grant in queueReceives: {
    parent: namespace
    name: grant.place
  }
]

resource queueReceiveAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, at) in queueReceives: {
    scope: receivedQueues[at]
    name: guid(receivedQueues[at].id, grant.app, 'receive')
    properties: {
      principalId: principalIds[grant.app]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds['Azure Service Bus Data Receiver']
      )
    }
  }
]

resource receivedTopics 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' existing = [
  for grant in subscriptionReceives: {
    parent: namespace
    name: split(grant.place, '/')[0]
  }
]

resource receivedSubscriptions 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' existing = [
  for (grant, at) in subscriptionReceives: {
    parent: receivedTopics[at]
    name: split(grant.place, '/')[1]
  }
]

resource subscriptionReceiveAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, at) in subscriptionReceives: {
    scope: receivedSubscriptions[at]
    name: guid(receivedSubscriptions[at].id, grant.app, 'receive')
    properties: {
      principalId: principalIds[grant.app]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds['Azure Service Bus Data Receiver']
      )
    }
  }
]

resource opsTopics 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' existing = [
  for ops in opsSubscriptions: {
    parent: namespace
    name: ops.?topic ?? 'credential-events'
  }
]

resource opsPlaces 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' existing = [
  for (ops, at) in opsSubscriptions: {
    parent: opsTopics[at]
    name: ops.name
  }
]

resource opsAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (ops, at) in opsSubscriptions: {
    scope: opsPlaces[at]
    name: guid(opsPlaces[at].id, ops.principalId, 'receive')
    properties: {
      principalId: ops.principalId
      principalType: ops.?principalType ?? 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds['Azure Service Bus Data Receiver']
      )
    }
  }
]

// The Functions host keeps its locks and keys in an account of its own for each app.
resource hostStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = [
  for name in hostStorageNames: {
    name: name
  }
]

resource hostBlobAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (role, at) in roles: {
    scope: hostStorage[at]
    name: guid(hostStorage[at].id, role, 'blobs')
    properties: {
      principalId: principalIds[role]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds['Storage Blob Data Owner']
      )
    }
  }
]

resource hostTableAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (role, at) in roles: {
    scope: hostStorage[at]
    name: guid(hostStorage[at].id, role, 'tables')
    properties: {
      principalId: principalIds[role]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds['Storage Table Data Contributor']
      )
    }
  }
]

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource telemetryAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in roles: {
    scope: component
    name: guid(component.id, role, 'telemetry')
    properties: {
      principalId: principalIds[role]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds['Monitoring Metrics Publisher']
      )
    }
  }
]

resource eventsTopic 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' existing = {
  parent: namespace
  name: 'key-vault-events'
}

resource eventSendAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (keyVaultEvents) {
  scope: eventsTopic
  name: guid(eventsTopic.id, 'events', 'send')
  properties: {
    principalId: eventPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds['Azure Service Bus Data Sender']
    )
  }
}

resource undelivered 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = {
  parent: blobService
  name: 'undelivered-events'
}

resource undeliveredAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (keyVaultEvents) {
  scope: undelivered
  name: guid(undelivered.id, 'events', 'blobs')
  properties: {
    principalId: eventPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds['Storage Blob Data Contributor']
    )
  }
}
