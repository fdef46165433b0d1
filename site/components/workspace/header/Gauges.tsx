import { useState } from 'react'
import type { AccountDto, ApiError, LabState } from '../../../../lab-runner/contract.ts'
import { failureOf } from '../runner-api.ts'
import { useSession } from '../use-lab.ts'
import { dollars } from '../words.ts'

/** Which account the lab works on; a press opens the choice. */
export function AccountGauge({ account, onOpen }: { account: AccountDto | null; onOpen: () => void }) {
  const ask = account === null ? null : askWords(account)
  return (
    <button type="button" className="gauge keep num" aria-haspopup="dialog" onClick={onOpen}>
      <small>
        {account?.target === 'aws' ? 'AWS account' : 'Practice account'}
        {ask === null ? null : <span className="ask">, {ask}</span>}
      </small>
      <b>
        {account === null ? 'not connected' : (account.accountId ?? 'choose…')}
        {account === null || account.accountId === null ? null : (
          <span className="opt"> · {account.region}</span>
        )}
      </b>
    </button>
  )
}

/** What the learner must do about the account; null when nothing. */
function askWords({ problem, confirmed }: AccountDto): string | null {
  if (problem !== null) return 'see why'
  return confirmed ? null : 'confirm'
}

const scales = [1, 10, 60]
const scaleWords = (scale: number): string => (scale === 1 ? 'as on AWS' : `${scale} × faster`)

/** How fast AWS's waiting times pass; only the practice account can be hurried. */
export function TimeGauge({ account }: { account: AccountDto | null }) {
  const session = useSession()
  const [problem, setProblem] = useState<ApiError | null>(null)
  const scale = account?.timeScale ?? 1
  const fixed = account === null || account.target === 'aws'
  const set = (next: number) => {
    setProblem(null)
    session
      .changeAccount(api => api.setTimeScale(next))
      .catch((error: unknown) => setProblem(failureOf(error)))
  }
  return (
    <label className="gauge num">
      <small>{problem === null ? 'Time' : problem.message}</small>
      <select
        value={scale}
        disabled={fixed}
        title={fixed ? 'Only the practice account can be hurried' : undefined}
        onChange={event => set(Number(event.target.value))}
      >
        {[...new Set([...scales, scale])]
          .sort((a, b) => a - b)
          .map(value => (
            <option key={value} value={value}>
              {scaleWords(value)}
            </option>
          ))}
      </select>
    </label>
  )
}

/** What stands now costs this much an hour. */
export function CostGauge({ lab }: { lab: LabState | null }) {
  const practice = lab?.account.target !== 'aws'
  return (
    <div className="gauge opt num">
      <small>An hour of this</small>
      <span>
        {lab === null ? (
          '–'
        ) : practice ? (
          <>
            <b>$0.00</b>, on AWS {dollars(lab.costPerHour)}
          </>
        ) : (
          <b>{dollars(lab.costPerHour)}</b>
        )}
      </span>
    </div>
  )
}
