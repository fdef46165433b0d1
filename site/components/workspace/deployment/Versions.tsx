import type { DeploymentDto } from '../../../../lab-runner/contract.ts'
import { seenVersions } from './track-words.ts'

/** Both versions of a deployment: what runs of each, and its share of the traffic. Width is weight. */
export function Versions({ deployment }: { deployment: DeploymentDto }) {
  const versions = seenVersions(deployment)
  if (versions.length === 0) return null
  return (
    <ul className="deployments num" aria-label="Versions">
      {versions.map(version => (
        <li key={`${version.role} ${version.id}`}>
          <span>
            <i className={`v ${version.role}`} /> {version.taskDefinition || version.role}
            {version.targetGroup === '' ? '' : ` in ${version.targetGroup}`}
          </span>
          <span className={`bar ${version.role}`} aria-hidden="true">
            <i style={{ width: `${version.weight ?? shareOf(version)}%` }} />
          </span>
          <span>
            {version.running} of {version.desired} running
          </span>
          <span>{weightWords(version)}</span>
        </li>
      ))}
    </ul>
  )
}

type Version = DeploymentDto['versions'][number]

const shareOf = ({ running, desired }: Version): number =>
  desired === 0 ? 0 : Math.min(100, (running / desired) * 100)

/** `10 %, test 100 %` */
function weightWords({ weight, testWeight, status }: Version): string {
  if (status === 'DRAINING') return 'ends'
  const parts = []
  if (weight !== null) parts.push(`${weight} %`)
  if (testWeight !== null) parts.push(`test ${testWeight} %`)
  return parts.join(', ')
}
