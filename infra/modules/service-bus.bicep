import { opsSubscription } from '../types.bicep'

@description('Where everything is deployed.')
param location string

@description('Tags on everything.')
param tags object

@description('The name of the namespace.')
@minLength(6)
@maxLength(50)
param name string

@description('Whether the namespace answers only over private endpoints, which Premium alone can.')
param isPrivate bool

@description('Topics, queues, subscriptions and filters, as infra/topology.json has them.')
param topology object

@description('Subscriptions for teams that listen.')
param opsSubscriptions opsSubscription[]

@description('The workspace that hears of what is done to the namespace.')
param workspaceId string

var topics = topology.topics
var subscriptions = flatten(
  map(topics, topic => map(topic.subscriptions, subscription => union(subscription, { topic: topic.name })))
)
var ownPlaces = map(subscriptions, subscription => '${subscription.topic}/${subscription.name}')
var opsPlaces = map(opsSubscriptions, ops => '${ops.?topic ?? 'credential-events'}/${ops.name}')
var opsFit = empty(intersection(ownPlaces, opsPlaces))
  ? opsSubscriptions
  : fail('opsSubscriptions names a subscription of the app itself: choose another name.')

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: isPrivate ? 'Premium' : 'Standard'
    tier: isPrivate ? 'Premium' : 'Standard'
    capacity: isPrivate ? 1 : null
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

// Event Grid comes from outside the network; the platform knows it as trusted.
resource rules 'Microsoft.ServiceBus/namespaces/networkRuleSets@2024-01-01' = if (isPrivate) {
  parent: namespace
  name: 'default'
  properties: {
    defaultAction: 'Deny'
    publicNetworkAccess: 'Disabled'
    trustedServiceAccessEnabled: true
  }
}

resource namespaceTopics 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = [
  for topic in topics: {
    parent: namespace
    name: topic.name
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: topic.?duplicateDetection ?? 'P7D'
      enableBatchedOperations: true
    }
  }
]

resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for queue in topology.queues: {
    parent: namespace
    name: queue.name
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: queue.?duplicateDetection ?? 'P7D'
      requiresSession: queue.?requiresSession ?? false
      maxDeliveryCount: queue.?maxDeliveryCount ?? 10
      lockDuration: queue.?lockDuration ?? 'PT5M'
      deadLetteringOnMessageExpiration: true
    }
  }
]

resource topicOfSubscription 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' existing = [
  for subscription in subscriptions: {
    parent: namespace
    name: subscription.topic
  }
]

resource topicSubscriptions 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [
  for (subscription, at) in subscriptions: {
    parent: topicOfSubscription[at]
    name: subscription.name
    properties: {
      requiresSession: subscription.?requiresSession ?? false
      maxDeliveryCount: subscription.?maxDeliveryCount ?? 10
      lockDuration: subscription.?lockDuration ?? 'PT5M'
      deadLetteringOnMessageExpiration: true
      deadLetteringOnFilterEvaluationExceptions: true
    }
    dependsOn: [namespaceTopics]
  }
]

// A subscription that is made without rules gets one called $Default, which lets everything in. So ours has that name.
resource filters 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01' = [
  for (subscription, at) in subscriptions: {
    parent: topicSubscriptions[at]
    name: '$Default'
    properties: contains(subscription, 'sqlFilter')
      ? {
          filterType: 'SqlFilter'
          sqlFilter: { sqlExpression: subscription.sqlFilter }
        }
      : contains(subscription, 'correlationFilter')
          ? {
              filterType: 'CorrelationFilter'
              correlationFilter: { properties: subscription.correlationFilter }
            }
          : {
              filterType: 'SqlFilter'
              sqlFilter: { sqlExpression: '1=1' }
            }
  }
]

resource topicOfOps 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' existing = [
  for ops in opsFit: {
    parent: namespace
    name: ops.?topic ?? 'credential-events'
  }
]

resource opsTopicSubscriptions 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [
  for (ops, at) in opsFit: {
    parent: topicOfOps[at]
    name: ops.name
    properties: {
      maxDeliveryCount: 10
      lockDuration: 'PT1M'
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      deadLetteringOnFilterEvaluationExceptions: true
    }
    dependsOn: [namespaceTopics]
  }
]

resource opsFilters 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01' = [
  for (ops, at) in opsFit: {
    parent: opsTopicSubscriptions[at]
    name: '$Default'
    properties: {
      filterType: 'SqlFilter'
      sqlFilter: { sqlExpression: ops.filter }
    }
  }
]

resource heard 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: namespace
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'OperationalLogs'
        enabled: true
      }
    ]
  }
}

output id string = namespace.id
output host string = split(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':')[0]
output keyVaultEventsTopicId string = '${namespace.id}/topics/key-vault-events'
