import { useState } from 'react'
import type { DeploymentDto, DeploymentsDto } from '../../../../lab-runner/contract.ts'
import { Refusal } from '../../lesson/Refusal.tsx'
import { useNow } from '../use-lab.ts'
import { elapsed } from '../words.ts'
import { Actions } from './Actions.tsx'
import { Slip } from './Slip.tsx'
import {
  announcement,
  choiceWords,
  type Chosen,
  isUnderWay,
  leftWords,
  nextWords,
  paceWords,
  relevant,
  whereWords,
} from './track-words.ts'
import type { DeploymentsReading } from './use-deployments.ts'
import { Versions } from './Versions.tsx'

/** The deployment that matters now: its lifecycle, its clock, and what can be done about it. */
export function Track({ reading }: { reading: DeploymentsReading }) {
  const { dto, problem, refresh } = reading
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const deployments = dto?.deployments ?? []
  const shown = relevant(deployments, chosen)
  const choose = (id: string) => setChosen({ id, newest: deployments[0]?.id ?? '' })
  return (
    <>
      {/* It stands there before it says anything, else nothing of it is read out. */}
      <p className="sr" role="status" aria-live="polite">
        {shown === null ? '' : announcement(shown)}
      </p>
      {problem === null ? null : <Refusal problem={problem} />}
      {shown === null || dto === null ? null : (
        <Deployment shown={shown} dto={dto} onChoose={choose} onActed={refresh} />
      )}
    </>
  )
}

function Deployment({
  shown,
  dto,
  onChoose,
  onActed,
}: {
  shown: DeploymentDto
  dto: DeploymentsDto
  onChoose: (id: string) => void
  onActed: () => void
}) {
  const underWay = isUnderWay(shown)
  const now = useNow(underWay)
  const left = leftWords(shown, now)
  return (
    <section className="life" aria-labelledby="life-h" data-phase={shown.phase}>
      <header>
        <h3 id="life-h">Deployment {shown.name}</h3>
        <span className={`chip num ${chipKinds[shown.phase]}`}>
          {whereWords(shown)}
          {left === null ? null : (
            <span role="timer" aria-live="off">
              {left}
            </span>
          )}
          {!underWay && shown.endedAt !== null ? ` after ${elapsed(shown.endedAt - shown.createdAt)}` : null}
        </span>
        {dto.deployments.length > 1 ? (
          <label className="pick">
            <span className="sr">Deployment to show</span>
            <select className="field" value={shown.id} onChange={event => onChoose(event.target.value)}>
              {dto.deployments.map(one => (
                <option key={one.id} value={one.id}>
                  {choiceWords(one)}
                </option>
              ))}
            </select>
          </label>
        ) : null}
      </header>
      <p className="facts num">
        <span>
          {shown.engine}, {shown.method}
        </span>
        <span>
          AWS says <code>{shown.status}</code>
        </span>
        <span>{paceWords(dto.timeScale, shown.wait)}</span>
        {shown.alarms.length === 0 ? null : (
          <span>
            Watches{' '}
            {shown.alarms.map(({ name, triggered }) => (triggered ? `${name} (went off)` : name)).join(', ')}
          </span>
        )}
      </p>
      <Why shown={shown} all={dto.deployments} onChoose={onChoose} />
      <Slip deployment={shown} now={now} />
      <Versions deployment={shown} />
      <Actions deployment={shown} onActed={onActed} />
    </section>
  )
}

const chipKinds: Record<DeploymentDto['phase'], string> = {
  running: 'green',
  waiting: 'settling',
  'rolling-back': 'fail',
  succeeded: 'blue',
  failed: 'fail',
  stopped: 'fail',
}

/** Why it ended as it did, in AWS's words, and the deployment that belongs to it. */
function Why({
  shown,
  all,
  onChoose,
}: {
  shown: DeploymentDto
  all: readonly DeploymentDto[]
  onChoose: (id: string) => void
}) {
  const { error, rollbackOf, rolledBackBy } = shown
  const stage = shown.stages.find(({ status }) => status === 'failed')
  const link = (id: string, words: string) => (
    <p>
      {words}{' '}
      {all.some(one => one.id === id) ? (
        <button type="button" className="link" onClick={() => onChoose(id)}>
          {id}
        </button>
      ) : (
        <code>{id}</code>
      )}
    </p>
  )
  if (error === null && rollbackOf === null && rolledBackBy === null) return null
  return (
    <div className="why">
      {error === null ? null : (
        <p>
          <i className="st" data-s="stopped" />
          <b>
            {stage === undefined ? null : `${stage.name}: `}
            {error.code}
          </b>{' '}
          {error.message}
        </p>
      )}
      {rolledBackBy === null ? null : link(rolledBackBy, 'Rolled back by')}
      {rollbackOf === null ? null : link(rollbackOf, 'Takes back')}
      {error !== null && !isUnderWay(shown) ? <p className="muted">{nextWords(error)}</p> : null}
    </div>
  )
}
