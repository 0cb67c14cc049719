extension microsoftGraphV1

@description('The name of the environment; names of registrations follow from it.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('The object id of the identity of the app watch.')
param watchPrincipalId string

@description('The object id of the identity of the app renew.')
param renewPrincipalId string

@description('The object id of the identity of the app link.')
param linkPrincipalId string

@description('The address of the app watch, where people look at the inventory.')
param watchBaseUrl string

@description('The address of the app link, where recipients sign in.')
param linkBaseUrl string

@description('What the app renew may write: the applications that it is an owner of, or all of them.')
@allowed(['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy'])
param renewWrites string = 'Application.ReadWrite.OwnedBy'

@description('Whose people may sign in: of this tenant, or of any tenant that the app is then told of.')
@allowed(['AzureADMyOrg', 'AzureADMultipleOrgs'])
param signInAudience string = 'AzureADMyOrg'

var permissions = loadJsonContent('../permissions.json')
var appRoles = loadJsonContent('app-roles.json')
var principalIds = {
  watch: watchPrincipalId
  renew: renewPrincipalId
  link: linkPrincipalId
}

// The same matrix as everywhere; only what renew may write is for the organisation to choose.
var grants = flatten(map(items(permissions), role => map(role.value.graph, name => {
  app: role.key
  name: startsWith(name, 'Application.ReadWrite.') ? renewWrites : name
})))

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '00000003-0000-0000-c000-000000000000'
}

resource assignments 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [
  for grant in grants: {
    principalId: principalIds[grant.app]
    resourceId: graph.id
    appRoleId: filter(graph.appRoles, role => role.value == grant.name)[0].id
  }
]

// The roles that people sign in to. The app renew faces nobody.
var signIns = [
  { app: 'watch', redirectUri: '${watchBaseUrl}/auth/callback', everyone: false }
  { app: 'link', redirectUri: '${linkBaseUrl}/auth/callback', everyone: true }
]

resource registrations 'Microsoft.Graph/applications@v1.0' = [
  for signIn in signIns: {
    uniqueName: 'expiry-monitor-${signIn.app}-${environmentName}'
    displayName: 'Expiry Monitor ${signIn.app} (${environmentName})'
    signInAudience: signInAudience
    appRoles: map(appRoles, role => union(role, { allowedMemberTypes: ['User'], isEnabled: true }))
    api: { requestedAccessTokenVersion: 2 }
    web: {
      redirectUris: [signIn.redirectUri]
      implicitGrantSettings: {
        enableAccessTokenIssuance: false
        enableIdTokenIssuance: false
      }
    }
  }
]

// Instead of a secret: the identity of the app says who it is.
resource federations 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = [
  for (signIn, at) in signIns: {
    name: '${registrations[at].uniqueName}/managed-identity'
    description: 'The managed identity of the app ${signIn.app}.'
    issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
    subject: principalIds[signIn.app]
    audiences: ['api://AzureADTokenExchange']
  }
]

// Recipients of links are whoever was approved; everywhere else a person needs a role.
resource principals 'Microsoft.Graph/servicePrincipals@v1.0' = [
  for (signIn, at) in signIns: {
    appId: registrations[at].appId
    appRoleAssignmentRequired: !signIn.everyone
  }
]

output WATCH_CLIENT_ID string = registrations[0].appId
output LINK_CLIENT_ID string = registrations[1].appId
