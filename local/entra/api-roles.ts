/** The registration of the monitor's API in this tenant, as administrators made it. */
export const API_CLIENT_ID = 'c1d5d0de-4f0a-4d0c-9c5e-6a1f2e7b9a10';

/** A program that people use to call the API. */
export const API_CLIENT = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

/** Which app roles of the API were assigned to whom, by the tenant's word for each person. */
export const API_ROLES: Readonly<Record<string, readonly string[]>> = {
  'tomas.lindqvist': ['Reader', 'Approver'],
  'adaeze.okafor': ['Reader', 'Operator'],
  'wei.zhang': ['Operator', 'Approver'],
  'marta.kowalska': ['Auditor'],
  'jonas.becker': ['Reader'],
};
