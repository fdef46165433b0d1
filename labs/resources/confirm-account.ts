import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { LabAccount } from '../define.ts'

/** Throws when the credentials have become another account's: nothing may be deleted there. */
export async function confirmAccount(account: LabAccount): Promise<void> {
  const { Account: actual } = await account.aws.sts.send(new GetCallerIdentityCommand({}))
  if (actual === account.accountId) return
  throw new Error(
    `The credentials are those of account ${actual ?? 'unknown'}, expected ${account.accountId}. Nothing was deleted. Choose the account again and confirm it.`,
  )
}
