@export()
@description('The service desk: ServiceNow, or another one by signed calls. Its secret is a Key Vault reference.')
type serviceDesk = {
  @description('Which of the two; servicenow if nothing is said.')
  by: ('servicenow' | 'webhook')?
  @description('The address of the ServiceNow instance.')
  url: string?
  @description('The OAuth client that signs in to it.')
  clientId: string?
  @description('The sys_id of the catalogue item that people know as the renewal form.')
  catalogItem: string?
  @description('Where another desk takes our calls.')
  webhookUrl: string?
  @description('The desk user in whose name a request is opened when no person was found for it.')
  steward: string?
}

@export()
@description('Who sends mail, and who takes what has no owner.')
type mail = {
  @description('The sender of every mail.')
  from: string
  @description('Takes what has no owner.')
  teamMailbox: string?
  @description('Where recipients of links reach the team: a mail address, or the https address of a page.')
  teamAddress: string
  @description('Who takes our mail; absent: sendgrid. Its secret is a Key Vault reference.')
  by: ('sendgrid' | 'smtp')?
  @description('The mail server, for smtp.')
  smtpHost: string?
  @description('Who signs in to the mail server; absent: nobody has to.')
  smtpUser: string?
}

@export()
@description('Further app settings of each app, as docs/settings.md names them.')
type moreSettings = {
  watch: object?
  renew: object?
  link: object?
}

@export()
@description('A subscription for a team that listens: its name, what it hears, and who may receive from it.')
type opsSubscription = {
  @description('The name of the subscription.')
  name: string
  @description('The topic; absent: credential-events.')
  topic: ('credential-events' | 'renewal-events')?
  @description('A SQL filter over the properties that docs/events.md names.')
  filter: string
  @description('The object id of the identity, group or person that receives.')
  principalId: string
  @description('What that is; absent: ServicePrincipal.')
  principalType: ('Group' | 'ServicePrincipal' | 'User')?
}

@export()
@description('Resource ids of vaults that are there already; each one that is absent is made.')
type existingVaults = {
  @description('Holds the keys.')
  product: string?
  @description('Holds the secrets of the app watch.')
  watch: string?
  @description('Holds the secrets of the app renew.')
  renew: string?
  @description('Holds the secrets of the app link.')
  link: string?
}

@export()
@description('Resource ids of subnets that are there already. The first three are delegated to Microsoft.App/environments.')
type existingNetwork = {
  watchSubnetId: string
  renewSubnetId: string
  linkSubnetId: string
  endpointSubnetId: string
  @description('The virtual network that the private DNS zones are linked to.')
  networkId: string
}

@export()
@description('A name of your own for the app link, with its certificate in a Key Vault.')
type linkHost = {
  @description('Such as links.example.org.')
  name: string
  @description('The resource id of the vault with its certificate.')
  vaultId: string
  @description('The name of the certificate in that vault.')
  certificateName: string
}

@export()
@description('A Key Vault to watch.')
type watchedVault = {
  @description('Its resource id.')
  id: string
  @description('Its region, where its events come from; absent: that of everything else.')
  location: string?
}

@export()
@description('The client ids of the registrations that people sign in to, once the Graph layer has made them; empty: not yet.')
type registrations = {
  @description('Of the app watch.')
  watch: string?
  @description('Of the app link.')
  link: string?
}
