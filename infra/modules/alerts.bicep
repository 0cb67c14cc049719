@description('Where everything is deployed.')
param location string

@description('Tags on everything.')
param tags object

@description('The name of the action group.')
param actionGroupName string

@description('Who gets a mail; nobody: alerts are only shown.')
param emails array

@description('What the runbooks begin with.')
param runbookBase string

@description('The workspace that is asked.')
param workspaceId string

@description('The Application Insights component: other apps may write into the same workspace.')
param componentName string

@description('The Service Bus namespace.')
param serviceBusId string

@description('The account with the tables.')
param storageId string

@description('The vaults.')
param vaultIds array

@description('The Event Grid topics; none: nothing is watched there.')
param eventTopicIds array

// severity: 0 critical, 1 error, 2 warning, 3 informational. below: alert when the measure is under it, else on any row.
var queries = [
  {
    name: 'app-silent'
    severity: 1
    every: 'PT15M'
    window: 'PT30M'
    measure: 'apps'
    below: 3
    query: loadTextContent('../alerts/app-silent.kql')
  }
  {
    name: 'scan-missing'
    severity: 1
    every: 'PT1H'
    window: 'P1D'
    measure: 'scans'
    below: 1
    query: loadTextContent('../alerts/scan-missing.kql')
  }
  {
    name: 'scan-failed'
    severity: 2
    every: 'PT30M'
    window: 'PT30M'
    query: loadTextContent('../alerts/scan-failed.kql')
  }
  {
    name: 'scan-overdue'
    severity: 2
    every: 'PT1H'
    window: 'P1D'
    query: loadTextContent('../alerts/scan-overdue.kql')
  }
  {
    name: 'scan-shrunk'
    severity: 2
    every: 'PT1H'
    window: 'PT1H'
    query: loadTextContent('../alerts/scan-shrunk.kql')
  }
  {
    name: 'scan-partial'
    severity: 3
    every: 'P1D'
    window: 'P1D'
    query: loadTextContent('../alerts/scan-partial.kql')
  }
  {
    name: 'source-throttled'
    severity: 3
    every: 'PT1H'
    window: 'PT6H'
    query: loadTextContent('../alerts/source-throttled.kql')
  }
  {
    name: 'work-failed'
    severity: 1
    every: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('../alerts/work-failed.kql')
  }
  {
    name: 'publishing-failed'
    severity: 1
    every: 'PT15M'
    window: 'PT30M'
    query: loadTextContent('../alerts/publishing-failed.kql')
  }
  {
    name: 'notice-refused'
    severity: 2
    every: 'PT1H'
    window: 'PT1H'
    query: loadTextContent('../alerts/notice-refused.kql')
  }
  {
    name: 'renewal-stuck'
    severity: 2
    every: 'PT30M'
    window: 'PT1H'
    query: loadTextContent('../alerts/renewal-stuck.kql')
  }
  {
    name: 'service-desk-away'
    severity: 2
    every: 'PT30M'
    window: 'PT30M'
    query: loadTextContent('../alerts/service-desk-away.kql')
  }
  {
    name: 'credential-orphaned'
    severity: 1
    every: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('../alerts/credential-orphaned.kql')
  }
  {
    name: 'link-probing'
    severity: 2
    every: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('../alerts/link-probing.kql')
  }
  {
    name: 'link-tampered'
    severity: 0
    every: 'PT5M'
    window: 'PT5M'
    query: loadTextContent('../alerts/link-tampered.kql')
  }
  {
    name: 'link-failed'
    severity: 2
    every: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('../alerts/link-failed.kql')
  }
  {
    name: 'link-reported'
    severity: 2
    every: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('../alerts/link-reported.kql')
  }
  {
    name: 'report-unanswered'
    severity: 0
    every: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/report-unanswered.kql')
  }
  {
    name: 'sign-in-away'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/sign-in-away.kql')
  }
  {
    name: 'policy-faulty'
    severity: 2
    every: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('../alerts/policy-faulty.kql')
  }
  {
    name: 'record-bent'
    severity: 0
    every: 'PT1H'
    window: 'PT1H'
    query: loadTextContent('../alerts/record-bent.kql')
  }
  {
    name: 'webhook-refused'
    severity: 3
    every: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('../alerts/webhook-refused.kql')
  }
  {
    name: 'decision-refused'
    severity: 3
    every: 'PT1H'
    window: 'P1D'
    query: loadTextContent('../alerts/decision-refused.kql')
  }
  {
    name: 'announcements-late'
    severity: 3
    every: 'PT1H'
    window: 'PT6H'
    query: loadTextContent('../alerts/announcements-late.kql')
  }
  {
    name: 'storm-capped'
    severity: 3
    every: 'PT1H'
    window: 'P1D'
    query: loadTextContent('../alerts/storm-capped.kql')
  }
  {
    name: 'function-failures'
    severity: 2
    every: 'PT15M'
    window: 'PT30M'
    query: loadTextContent('../alerts/function-failures.kql')
  }
  {
    name: 'start-failed'
    severity: 1
    every: 'PT5M'
    window: 'PT10M'
    query: loadTextContent('../alerts/start-failed.kql')
  }
  {
    name: 'telemetry-capped'
    severity: 2
    every: 'PT1H'
    window: 'PT1H'
    query: loadTextContent('../alerts/telemetry-capped.kql')
  }
]

var metrics = concat(
  [
    {
      name: 'dead-letters'
      severity: 1
      of: serviceBusId
      namespace: 'Microsoft.ServiceBus/namespaces'
      metric: 'DeadletteredMessages'
      by: 'Average'
      operator: 'GreaterThan'
      threshold: 0
      every: 'PT5M'
      window: 'PT15M'
    }
    {
      name: 'messages-waiting'
      severity: 3
      of: serviceBusId
      namespace: 'Microsoft.ServiceBus/namespaces'
      metric: 'ActiveMessages'
      by: 'Average'
      operator: 'GreaterThan'
      threshold: 500
      every: 'PT15M'
      window: 'PT1H'
    }
    {
      name: 'service-bus-throttled'
      severity: 2
      of: serviceBusId
      namespace: 'Microsoft.ServiceBus/namespaces'
      metric: 'ThrottledRequests'
      by: 'Total'
      operator: 'GreaterThan'
      threshold: 10
      every: 'PT5M'
      window: 'PT15M'
    }
    {
      name: 'tables-unavailable'
      severity: 1
      of: storageId
      namespace: 'Microsoft.Storage/storageAccounts'
      metric: 'Availability'
      by: 'Average'
      operator: 'LessThan'
      threshold: 99
      every: 'PT5M'
      window: 'PT15M'
    }
  ],
  map(
    range(0, length(vaultIds)),
    at => {
      name: 'vault-unavailable-${at}'
      severity: 1
      of: vaultIds[at]
      namespace: 'Microsoft.KeyVault/vaults'
      metric: 'Availability'
      by: 'Average'
      operator: 'LessThan'
      threshold: 90
      every: 'PT5M'
      window: 'PT15M'
    }
  ),
  map(
    range(0, length(eventTopicIds)),
    at => {
      name: 'vault-events-undelivered-${at}'
      severity: 3
      of: eventTopicIds[at]
      namespace: 'Microsoft.EventGrid/systemTopics'
      metric: 'DeadLetteredCount'
      by: 'Total'
      operator: 'GreaterThan'
      threshold: 0
      every: 'PT15M'
      window: 'PT1H'
    }
  )
)
// Alerts of which there are several share the runbook of their kind.
var runbookOf = toObject(
  metrics,
  metric => metric.name,
  metric => startsWith(metric.name, 'vault-events')
    ? 'vault-events-undelivered'
    : startsWith(metric.name, 'vault-unavailable') ? 'vault-unavailable' : metric.name
)

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'expirymon'
    emailReceivers: [
      for (email, at) in emails: {
        name: 'mail-${at}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource queryAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in queries: {
    name: 'expiry-monitor-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Expiry Monitor: ${replace(alert.name, '-', ' ')}'
      description: 'What to do: ${runbookBase}docs/runbooks/${alert.name}.md'
      enabled: true
      severity: alert.severity
      scopes: [workspaceId]
      evaluationFrequency: alert.every
      windowSize: alert.window
      autoMitigate: true
      // The tables of a workspace appear with their first row, so a new one knows none of them yet.
      skipQueryValidation: true
      criteria: {
        allOf: [
          contains(alert, 'below')
            ? {
                query: replace(alert.query, '__COMPONENT__', componentName)
                timeAggregation: 'Maximum'
                metricMeasureColumn: alert.measure
                operator: 'LessThan'
                threshold: alert.below
                failingPeriods: {
                  numberOfEvaluationPeriods: 1
                  minFailingPeriodsToAlert: 1
                }
              }
            : {
                query: replace(alert.query, '__COMPONENT__', componentName)
                timeAggregation: 'Count'
                operator: 'GreaterThan'
                threshold: 0
                failingPeriods: {
                  numberOfEvaluationPeriods: 1
                  minFailingPeriodsToAlert: 1
                }
              }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

resource metricAlerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in metrics: {
    name: 'expiry-monitor-${alert.name}'
    location: 'global'
    tags: tags
    properties: {
      description: 'What to do: ${runbookBase}docs/runbooks/${runbookOf[alert.name]}.md'
      enabled: true
      severity: alert.severity
      scopes: [alert.of]
      evaluationFrequency: alert.every
      windowSize: alert.window
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: 'measure'
            metricNamespace: alert.namespace
            metricName: alert.metric
            timeAggregation: alert.by
            operator: alert.operator
            threshold: alert.threshold
          }
        ]
      }
      actions: [
        {
          actionGroupId: people.id
        }
      ]
    }
  }
]

resource vaultDeleted 'Microsoft.Insights/activityLogAlerts@2020-10-01' = {
  name: 'expiry-monitor-vault-deleted'
  location: 'global'
  tags: tags
  properties: {
    description: 'What to do: ${runbookBase}docs/runbooks/vault-deleted.md'
    enabled: true
    scopes: [resourceGroup().id]
    condition: {
      allOf: [
        {
          field: 'category'
          equals: 'Administrative'
        }
        {
          field: 'operationName'
          equals: 'Microsoft.KeyVault/vaults/delete'
        }
      ]
    }
    actions: {
      actionGroups: [
        {
          actionGroupId: people.id
        }
      ]
    }
  }
}
