const STATES: Readonly<Record<string, string>> = {
  '-5': 'Pending',
  '1': 'Open',
  '2': 'Work in Progress',
  '3': 'Closed Complete',
  '4': 'Closed Incomplete',
  '7': 'Closed Skipped',
};

const APPROVALS: Readonly<Record<string, string>> = {
  'not requested': 'Not Yet Requested',
  requested: 'Requested',
  approved: 'Approved',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
  not_required: 'No Longer Required',
};

/** The word for a task's state. */
export const stateLabel = (state: string): string => STATES[state] ?? state;

/** The word for an approval, of a task or of one approver. */
export const approvalLabel = (approval: string): string => APPROVALS[approval] ?? approval;

/** The colour in which an approval is shown; the word is always beside it. */
export const approvalTone = (approval: string): 'good' | 'bad' | 'open' | 'quiet' => {
  if (approval === 'approved') return 'good';
  if (approval === 'rejected') return 'bad';
  return approval === 'requested' ? 'open' : 'quiet';
};
