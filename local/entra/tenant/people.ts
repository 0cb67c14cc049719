import type { Dice } from './dice.ts';
import type { User } from './graph-types.ts';

/** What is known of a person besides what Graph shows. */
export interface Person {
  /** The word by which the tenant's applications name their owners. */
  readonly key: string;
  readonly user: User;
  readonly manager: string | undefined;
  /** One of those who approve renewals. */
  readonly isApprover: boolean;
}

const APPROVERS = 'Identity team';

/** Everyone in the tenant, in a fixed order. */
export const peopleOf = (domain: string, dice: Dice): readonly Person[] =>
  ROWS.map(([key, displayName, department, jobTitle, manager, oddity]) => {
    const [givenName = key, ...rest] = displayName.split(' ');
    const mailOf = `${key}@${domain}`;
    const guestMail = `${key}@contoso-partner.example`;
    const isGuest = oddity === 'guest';
    return {
      key,
      manager,
      isApprover: department === APPROVERS,
      user: {
        id: dice.uuid('person', key),
        displayName,
        givenName,
        surname: rest.join(' '),
        mail: oddity === 'no mail' ? null : isGuest ? guestMail : mailOf,
        userPrincipalName: isGuest ? `${guestMail.replace('@', '_')}#EXT#@${domain}` : mailOf,
        accountEnabled: oddity !== 'left' && oddity !== 'left, unknown manager',
        userType: isGuest ? 'Guest' : 'Member',
        department,
        jobTitle,
      },
    };
  });

/** People who can be given a secret: enabled members with a mailbox. Applications of the crowd belong to them. */
export const reachable = (people: readonly Person[]): readonly Person[] =>
  people.filter(({ user }) => user.accountEnabled && user.userType === 'Member' && user.mail !== null);

type Oddity = 'left' | 'left, unknown manager' | 'guest' | 'no mail';
type Row = readonly [
  key: string,
  displayName: string,
  department: string,
  jobTitle: string,
  manager?: string | undefined,
  oddity?: Oddity,
];

const ROWS: readonly Row[] = [
  ['ingrid.solberg', 'Ingrid Solberg', 'Executive', 'Chief Information Officer'],
  ['tomas.lindqvist', 'Tomas Lindqvist', 'Identity team', 'Head of Identity', 'ingrid.solberg'],
  ['adaeze.okafor', 'Adaeze Okafor', 'Identity team', 'Identity Engineer', 'tomas.lindqvist'],
  ['wei.zhang', 'Wei Zhang', 'Identity team', 'Identity Engineer', 'tomas.lindqvist'],
  ['marta.kowalska', 'Marta Kowalska', 'Identity team', 'Access Analyst', 'tomas.lindqvist'],
  ['henrik.dahl', 'Henrik Dahl', 'Platform', 'Head of Platform', 'ingrid.solberg'],
  ['asha.rao', 'Asha Rao', 'Platform', 'Principal Engineer', 'henrik.dahl'],
  ['jonas.becker', 'Jonas Becker', 'Platform', 'Site Reliability Engineer', 'henrik.dahl'],
  ['yuki.tanaka', 'Yuki Tanaka', 'Platform', 'Site Reliability Engineer', 'henrik.dahl'],
  ['sean.obrien', "Seán O'Brien", 'Platform', 'DevOps Engineer', 'henrik.dahl'],
  ['lucia.fernandez', 'Lucía Fernández', 'Finance Systems', 'Head of Finance Systems', 'ingrid.solberg'],
  ['david.cohen', 'David Cohen', 'Finance Systems', 'Integration Developer', 'lucia.fernandez'],
  ['priya.natarajan', 'Priya Natarajan', 'Finance Systems', 'Integration Developer', 'lucia.fernandez'],
  ['olivier.martin', 'Olivier Martin', 'Finance Systems', 'Payroll Analyst', 'lucia.fernandez'],
  ['emma.virtanen', 'Emma Virtanen', 'HR Systems', 'Head of HR Systems', 'ingrid.solberg'],
  ['bjorn.hansen', 'Bjørn Hansen', 'HR Systems', 'HRIS Developer', 'emma.virtanen'],
  ['carla.mendes', 'Carla Mendes', 'HR Systems', 'HRIS Analyst', 'emma.virtanen'],
  ['nadia.haddad', 'Nadia Haddad', 'Customer Systems', 'Head of Customer Systems', 'ingrid.solberg'],
  ['pieter.devries', 'Pieter de Vries', 'Customer Systems', 'CRM Developer', 'nadia.haddad'],
  ['grace.mwangi', 'Grace Mwangi', 'Customer Systems', 'CRM Developer', 'nadia.haddad'],
  ['ivan.petrov', 'Ivan Petrov', 'Customer Systems', 'Integration Developer', 'nadia.haddad'],
  ['sofia.rossi', 'Sofia Rossi', 'Data', 'Head of Data', 'ingrid.solberg'],
  ['arjun.mehta', 'Arjun Mehta', 'Data', 'Data Engineer', 'sofia.rossi'],
  ['hanna.nowak', 'Hanna Nowak', 'Data', 'Data Engineer', 'sofia.rossi'],
  ['mohamed.ali', 'Mohamed Ali', 'Data', 'Analytics Engineer', 'sofia.rossi'],
  ['kim.jiwoo', '김지우', 'Data', 'Analytics Engineer', 'sofia.rossi'],
  ['rachel.green', 'Rachel Green', 'Logistics', 'Head of Logistics IT', 'ingrid.solberg'],
  ['tariq.hussain', 'Tariq Hussain', 'Logistics', 'Warehouse Systems Developer', 'rachel.green'],
  ['anna.schmidt', 'Anna Schmidt', 'Logistics', 'Warehouse Systems Developer', 'rachel.green'],
  ['miguel.santos', 'Miguel Santos', 'Logistics', 'EDI Specialist', 'rachel.green'],
  ['fatima.zahra', 'Fatima Zahra', 'Security', 'Security Engineer', 'ingrid.solberg'],
  ['liam.murphy', 'Liam Murphy', 'Security', 'Security Engineer', 'fatima.zahra'],
  ['noor.bakker', 'Noor Bakker', 'Workplace', 'Workplace Engineer', 'henrik.dahl'],
  ['chidi.eze', 'Chidi Eze', 'Workplace', 'Device Engineer', 'henrik.dahl'],
  ['greta.olsen', 'Greta Olsen', 'Platform', 'DevOps Engineer', 'henrik.dahl', 'left'],
  ['victor.ionescu', 'Victor Ionescu', 'Finance Systems', 'Developer', undefined, 'left, unknown manager'],
  ['paula.jimenez', 'Paula Jiménez', 'Data', 'Data Engineer', 'sofia.rossi', 'left'],
  ['lee.harper', 'Lee Harper', 'Contoso Partner', 'Consultant', undefined, 'guest'],
  ['dana.fox', 'Dana Fox', 'Contoso Partner', 'Consultant', undefined, 'guest'],
  ['ops.console', 'Operations Console', 'Platform', 'Shared account', 'henrik.dahl', 'no mail'],
];
