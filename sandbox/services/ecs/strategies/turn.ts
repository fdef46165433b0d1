import type { Scope } from '../../../store/store.ts'
import type { Engine } from '../engine.ts'
import type { RevisionCount } from '../revision-schedule.ts'
import type { ServiceDeploymentDocument, StagedDocument } from '../service-deployments.ts'
import type { DeploymentDocument, ServiceDocument } from '../store.ts'

/** One deployment in one turn of the controller. */
export interface Turn {
  engine: Engine
  scope: Scope
  service: ServiceDocument
  record: ServiceDeploymentDocument
  staged: StagedDocument
  /** Each revision's tasks, by the id of its deployment. */
  counts: Map<string, RevisionCount>
  /** The account's own time. */
  time: number
}

/** The revision that is deployed. */
export function targetOf({ service, record }: Pick<Turn, 'service' | 'record'>): DeploymentDocument {
  const found = service.deployments.find(({ id }) => id === record.deploymentId)
  if (!found) throw new Error(`The service deployment ${record.serviceDeploymentArn} has no target revision.`)
  return found
}

/** All revisions but the one that is deployed. */
export function othersOf({ service, record }: Turn): DeploymentDocument[] {
  return service.deployments.filter(({ id }) => id !== record.deploymentId)
}

/** Whether a revision has as many tasks that serve as it is to have. */
export function isWhole({ service, counts }: Turn, { id }: DeploymentDocument): boolean {
  return (counts.get(id)?.healthy ?? 0) >= service.desiredCount
}

/** Whether the last task of a revision has ended. */
export function isGone({ counts }: Turn, { id }: DeploymentDocument): boolean {
  return (counts.get(id)?.present ?? 0) === 0
}
