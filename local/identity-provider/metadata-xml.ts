import { encryption, type Provider, signing } from './provider.ts';

/** Lines of 64 characters, as many products write them. */
const folded = (der: string): string => der.match(/.{1,64}/g)?.join('\n') ?? '';

const key = (der: string, use: string): string =>
  `<KeyDescriptor use="${use}"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${folded(der)}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`;

const keys = (ders: readonly string[], use: string): string => ders.map((der) => key(der, use)).join('');

/** The signer of the document, which is none of those that sign tokens. */
const signature = (der: string): string =>
  `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo/><ds:SignatureValue>AA==</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${der}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`;

const WSFED =
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706" protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706"';
const SAML = 'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"';

/** Metadata in the manner of AD FS: the same certificates for WS-Federation and for SAML, under the signature of the document. */
export const metadataXml = (provider: Provider, baseUrl: string, signer: string): string => {
  const [signs, encrypts] = [signing(provider), encryption(provider)];
  const address = `<fed:PassiveRequestorEndpoint><wsa:EndpointReference xmlns:wsa="http://www.w3.org/2005/08/addressing"><wsa:Address>${baseUrl}/ls/</wsa:Address></wsa:EndpointReference></fed:PassiveRequestorEndpoint>`;
  const roles =
    provider.side === 'identity-provider'
      ? [
          `<RoleDescriptor xsi:type="fed:ApplicationServiceType" ${WSFED}>${keys(encrypts, 'encryption')}${address}</RoleDescriptor>`,
          `<RoleDescriptor xsi:type="fed:SecurityTokenServiceType" ${WSFED}>${keys(signs, 'signing')}${address}</RoleDescriptor>`,
          `<IDPSSODescriptor ${SAML}>${keys(signs, 'signing')}<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${baseUrl}/ls/"/></IDPSSODescriptor>`,
        ]
      : [
          `<SPSSODescriptor ${SAML}>${keys(signs, 'signing')}${keys(encrypts, 'encryption')}<AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${baseUrl}/acs" index="0"/></SPSSODescriptor>`,
        ];
  return `<?xml version="1.0" encoding="utf-8"?>\n<EntityDescriptor ID="_1" entityID="${baseUrl}/services/trust" xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${signature(signer)}${roles.join('')}</EntityDescriptor>`;
};
