@description('Where everything is deployed.')
param location string

@description('Tags on everything.')
param tags object

@description('The workspace that it reads.')
param workspaceId string

@description('The Application Insights component: other apps may write into the same workspace.')
param componentName string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'expiry-monitor')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Expiry Monitor'
    category: 'workbook'
    version: '1.0'
    sourceId: workspaceId
    serializedData: replace(loadTextContent('../workbook/workbook.json'), '__COMPONENT__', componentName)
  }
}
