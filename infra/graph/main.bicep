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

@description('The address of the app link, where recipients sign in.')
param linkBaseUrl string

@description('What the app renew may write: the applications that it is an owner of, or all of them.')
@allowed(['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy'])
param renewWrites string = 'Application.ReadWrite.OwnedBy'

@description('Whose people and programs may call the API of the app watch: of this tenant, or of any that the app is then told of.')
@allowed(['AzureADMyOrg', 'AzureADMultipleOrgs'])
param callersAudience string = 'AzureADMyOrg'

@description('Whether the app watch may read what the management of devices keeps; needed where a tenant in TENANTS has devices.')
param watchDevices bool = false

@description('Whether the app watch may read the provisioning jobs of enterprise applications; needed where a tenant in TENANTS has provisioning.')
param watchProvisioning bool = false

@description('Whether the apps watch and renew may read when credentials were last used; needed where a tenant in TENANTS has lastUse.')
param readLastUse bool = false

var permissions = loadJsonContent('../permissions.json')
var appRoles = loadJsonContent('app-roles.json')
var principalIds = {
  watch: watchPrincipalId
  renew: renewPrincipalId
  link: linkPrincipalId
}

// The same matrix as everywhere; only what renew may write is for the organisation to choose.
var always = flatten(map(items(permissions), role => map(role.value.graph, name => {
  app: role.key
  name: startsWith(name, 'Application.ReadWrite.') ? renewWrites : name
})))
var ofDevices = map(permissions.watch.graphOptional.devices, name => { app: 'watch', name: name })
var ofProvisioning = map(permissions.watch.graphOptional.provisioning, name => { app: 'watch', name: name })
var ofLastUse = flatten(map(['watch', 'renew'], app => map(permissions[app].graphOptional.lastUse, name => {
  app: app
  name: name
})))
var ofWatched = concat(watchDevices ? ofDevices : [], watchProvisioning ? ofProvisioning : [])
var grants = concat(always, ofWatched, readLastUse ? ofLastUse : [])

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

// What people and programs call: the app watch checks their tokens, and needs no credential for that.
resource api 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: 'expiry-monitor-watch-${environmentName}'
  displayName: 'Expiry Monitor watch (${environmentName})'
  signInAudience: callersAudience
  appRoles: map(appRoles, role => union(role, { allowedMemberTypes: ['User', 'Application'], isEnabled: true }))
  api: {
    requestedAccessTokenVersion: 2
    oauth2PermissionScopes: [loadJsonContent('api-scope.json')]
  }
  // When whoever approves signed in.
  optionalClaims: {
    accessToken: [{ name: 'auth_time', essential: false }]
  }
}

resource apiPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: api.appId
  // A person or program without a role gets no token.
  appRoleAssignmentRequired: true
}

// What recipients sign in to. They may be of any tenant that is watched, and the app looks at which; so it is open to all.
resource signIn 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: 'expiry-monitor-link-${environmentName}'
  displayName: 'Expiry Monitor link (${environmentName})'
  signInAudience: 'AzureADMultipleOrgs'
  appRoles: map(appRoles, role => union(role, { allowedMemberTypes: ['User'], isEnabled: true }))
  api: { requestedAccessTokenVersion: 2 }
  web: {
    redirectUris: ['${linkBaseUrl}/auth/callback']
    implicitGrantSettings: {
      enableAccessTokenIssuance: false
      enableIdTokenIssuance: false
    }
  }
  // When someone signed in, and whether they are a guest.
  optionalClaims: {
    idToken: [
      { name: 'auth_time', essential: false }
      { name: 'acct', essential: false }
    ]
  }
}

// Instead of a secret: the identity of the app says who it is.
resource federation 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = {
  name: '${signIn.uniqueName}/managed-identity'
  description: 'The managed identity of the app link.'
  issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
  subject: linkPrincipalId
  audiences: ['api://AzureADTokenExchange']
}

// Recipients of links are whoever was approved, so nobody has to be assigned.
resource signInPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: signIn.appId
  appRoleAssignmentRequired: false
}

output WATCH_CLIENT_ID string = api.appId
output LINK_CLIENT_ID string = signIn.appId
