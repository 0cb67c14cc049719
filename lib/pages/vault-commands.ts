/** A command that stores a secret, to be filled in by its reader. */
export interface VaultCommand {
  /** The vault, and the shell where the command depends on it. */
  readonly where: string;
  readonly command: string;
}

/**
 * How to store the secret in the vaults that most use. Invariant: each takes the value from a prompt that does not echo
 * it, or from a pipe; never from an argument, which the shell's history and the list of processes would show.
 */
export const VAULT_COMMANDS: readonly VaultCommand[] = [
  {
    where: 'Azure Key Vault · Bash',
    command:
      'read -rs S && printf %s "$S" | az keyvault secret set --vault-name VAULT --name NAME --file /dev/stdin --output none; unset S',
  },
  {
    where: 'Azure Key Vault · PowerShell',
    command: 'Set-AzKeyVaultSecret -VaultName VAULT -Name NAME -SecretValue (Read-Host -AsSecureString)',
  },
  {
    where: 'AWS Secrets Manager · Bash',
    command:
      'read -rs S && printf %s "$S" | aws secretsmanager put-secret-value --secret-id NAME --secret-string file:///dev/stdin; unset S',
  },
  { where: 'GitHub', command: 'gh secret set NAME --repo OWNER/REPOSITORY' },
  {
    where: 'Azure DevOps',
    command:
      'az pipelines variable-group variable update --group-id GROUP --name NAME --secret true --prompt-value true --output none',
  },
];
