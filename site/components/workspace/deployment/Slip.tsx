import type { DeploymentDto, DeploymentStage } from '../../../../lab-runner/contract.ts'
import { currentStage, isUnderWay, stageSigns, stageTime, stageWords } from './track-words.ts'

/** How far the way goes down from its first station to its last, in pixels. */
const FALL = 35
/** Where the first station stands. */
const TOP = 34

/** The lifecycle as a way down to the water: the hull stands where the deployment is. */
export function Slip({ deployment, now }: { deployment: DeploymentDto; now: number }) {
  const { stages, phase } = deployment
  const count = stages.length
  if (count === 0) return null
  const step = count > 1 ? FALL / (count - 1) : 0
  const current = currentStage(deployment)
  const afloat = phase === 'succeeded' ? stages.at(-1) : undefined
  const ship = current ?? afloat ?? stages.findLast(({ status }) => status === 'done')
  return (
    <div className="way">
      <svg aria-hidden="true">
        <line x1={`${50 / count}%`} y1={TOP} x2="100%" y2={TOP + (count - 0.5) * step} />
        <line className="sea" x1="95%" y1={TOP + 29} x2="100%" y2={TOP + 29} />
        <line className="sea" x1="98%" y1={TOP + 34} x2="100%" y2={TOP + 34} />
      </svg>
      <ol className="slip num" data-count={count} style={{ '--count': count } as React.CSSProperties}>
        {stages.map((stage, index) => (
          <li
            key={stage.name}
            data-s={stage.status}
            aria-current={stage === current && isUnderWay(deployment) ? 'step' : undefined}
            style={{ '--y': `${index * step}px` } as React.CSSProperties}
          >
            {stage === ship ? <Ship phase={phase} /> : null}
            <i className="st" data-s={stageSigns[stage.status]} />
            <span className="name">{broken(stage.name)}</span>
            <span className="sr">{stageWords[stage.status]}</span>
            <small>
              {stage.message !== null && stage.status !== 'failed' ? stage.message : stageTime(stage, now)}
            </small>
            <Hooks stage={stage} />
          </li>
        ))}
      </ol>
    </div>
  )
}

/** Names of AWS's may break where their words begin. */
function broken(name: string): React.ReactNode {
  return name.split(/(?<=_)|(?<=[a-z])(?=[A-Z])/).map((part, index) => (
    <span key={index}>
      {index === 0 ? null : <wbr />}
      {part}
    </span>
  ))
}

const hookStates: Record<string, string> = {
  AWAITING_ACTION: 'waits for you',
  IN_PROGRESS: 'at work',
  InProgress: 'at work',
  SUCCEEDED: 'done',
  Succeeded: 'done',
  FAILED: 'failed',
  Failed: 'failed',
  TIMED_OUT: 'timed out',
}

function Hooks({ stage }: { stage: DeploymentStage }) {
  return stage.hooks.map(({ name, status }) => (
    <small key={name} className="hook">
      hook {name}
      {hookStates[status] === undefined ? '' : `: ${hookStates[status]}`}
    </small>
  ))
}

function Ship({ phase }: { phase: DeploymentDto['phase'] }) {
  return (
    <svg className={`ship ${phase}`} viewBox="0 0 400 148" aria-hidden="true">
      <path d="M316 68V24h62v44M78 30h108v37H78zM196 30h108v37H196z" />
      <path
        className="hull"
        d="M2 44 62 50l5 18h326l4 36c-16 2-24 10-30 20l-15 24H52c-18 0-30-6-30-14s12-10 22-14C34 96 16 68 2 44z"
      />
      <path d="m110 148 60-80m0 80 60-80m0 80 60-80m-4 80 60-80" strokeWidth="1" />
    </svg>
  )
}
