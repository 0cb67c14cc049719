@description('Where everything is deployed.')
param location string

@description('Tags on everything.')
param tags object

@description('The name of a new workspace.')
param workspaceName string

@description('The name of the Application Insights component.')
param componentName string

@description('A workspace that is there already; empty: one is made.')
param existingWorkspaceId string

@description('How many days logs are kept.')
param retentionDays int

@description('How much may be logged in a day, in GB; -1 is no limit.')
param dailyCapGb int

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = if (empty(existingWorkspaceId)) {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyCapGb }
    features: { disableLocalAuth: true }
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: componentName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: empty(existingWorkspaceId) ? workspace.id : existingWorkspaceId
    DisableLocalAuth: true
    // Addresses of people are not wanted: the app says what matters in lines of its own.
    DisableIpMasking: false
  }
}

output workspaceId string = empty(existingWorkspaceId) ? workspace.id : existingWorkspaceId
// Names the component and holds no right: with local authentication off, a key alone is refused.
output componentConnection string = component.properties.ConnectionString
