import { useState } from 'react'
import type { AccountDto, AccountRequest, ApiError } from '../../../../lab-runner/contract.ts'
import { Refusal } from '../../lesson/Refusal.tsx'
import { failureOf } from '../runner-api.ts'
import { useLab, useSession } from '../use-lab.ts'
import { AccountForm } from './AccountForm.tsx'
import { Dialog } from './Question.tsx'

/** Chooses where the lab works, shows who the credentials are, and asks to confirm it. */
export function AccountDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog
      open={open}
      title="Where do you work?"
      onClose={onClose}
      text={
        <p>
          The commands and the checks are the same; on AWS they make real things, which cost money until
          Reset.
        </p>
      }
    >
      <Account onClose={onClose} />
    </Dialog>
  )
}

function Account({ onClose }: { onClose: () => void }) {
  const session = useSession()
  const account = useLab().lab?.account ?? null
  const [problem, setProblem] = useState<ApiError | null>(null)
  const [busy, setBusy] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const attempt = async (request: () => Promise<AccountDto>): Promise<AccountDto | null> => {
    setProblem(null)
    setBusy(true)
    try {
      return await request()
    } catch (error) {
      setProblem(failureOf(error))
      return null
    } finally {
      setBusy(false)
    }
  }
  const choose = async (request: AccountRequest) => {
    const chosen = await attempt(() => session.changeAccount(api => api.chooseAccount(request)))
    if (chosen !== null) setChoosing(false)
  }
  const confirm = async (accountId: string) => {
    const confirmed = await attempt(() => session.changeAccount(api => api.confirmAccount(accountId)))
    if (confirmed !== null && confirmed.confirmed) onClose()
  }
  if (account === null) return <p className="quiet">The lab-runner does not answer yet.</p>
  const { accountId } = account
  const form = choosing || accountId === null
  return (
    <>
      {form ? (
        <AccountForm account={account} busy={busy} onChoose={request => void choose(request)} />
      ) : (
        <Identity account={account} accountId={accountId} />
      )}
      {account.problem === null || form ? null : (
        <Refusal problem={{ code: 'account', message: account.problem, next: 'Choose the account again.' }} />
      )}
      {problem === null ? null : <Refusal problem={problem} />}
      <div className="foot">
        {form ? (
          accountId === null ? null : (
            <button type="button" className="btn" onClick={() => setChoosing(false)}>
              Back
            </button>
          )
        ) : (
          <button type="button" className="btn" onClick={() => setChoosing(true)}>
            Choose another…
          </button>
        )}
        {account.confirmed || form || accountId === null ? (
          <button type="button" className="btn" onClick={onClose}>
            Close
          </button>
        ) : (
          <button
            type="button"
            className="btn main"
            disabled={busy}
            autoFocus
            onClick={() => void confirm(accountId)}
          >
            Yes, work in {accountId}
          </button>
        )}
      </div>
    </>
  )
}

function Identity({ account, accountId }: { account: AccountDto; accountId: string }) {
  return (
    <dl className="identity num">
      <dt>{account.target === 'practice' ? 'Practice account' : 'AWS account'}</dt>
      <dd>{accountId}</dd>
      <dt>Region</dt>
      <dd>{account.region}</dd>
      <dt>You are</dt>
      <dd>
        <code>{account.identityArn ?? 'not known yet'}</code>
      </dd>
      <dt>Confirmed</dt>
      <dd>{account.confirmed ? 'yes' : 'not yet: nothing is made before you say so'}</dd>
    </dl>
  )
}
