import type { DeploymentDto, DeploymentStage, DeploymentVersion } from '../contract.ts'

/** A rolling update has no stages of AWS's: its track is what its counts say. */
export function presentRolling(
  versions: readonly DeploymentVersion[],
  phase: DeploymentDto['phase'],
  rolledBack: boolean,
): DeploymentStage[] {
  const green = versions.filter(({ role }) => role === 'green')
  const blue = versions.filter(({ role }) => role === 'blue')
  const started = sum(green, 'running')
  const wanted = sum(green, 'desired')
  const left = sum(blue, 'running')
  const isGoing = phase === 'running'
  const status = (done: boolean, begun: boolean): DeploymentStage['status'] => {
    if (phase === 'succeeded' || done) return 'done'
    if (isGoing) return begun ? 'running' : 'todo'
    return begun ? 'failed' : 'skipped'
  }
  const all = wanted > 0 && started >= wanted
  const stage = (name: string, own: DeploymentStage['status'], message: string | null): DeploymentStage => ({
    ...{ name, status: own, startedAt: null, endedAt: null, hooks: [] },
    message,
  })
  return [
    stage('Start new tasks', status(all && !rolledBack, true), `${started} of ${wanted} running`),
    stage('End old tasks', status(all && left === 0 && !rolledBack, started > 0 && isGoing), `${left} left`),
    stage('Steady state', status(false, all && left === 0 && isGoing), null),
  ]
}

function sum(versions: readonly DeploymentVersion[], what: 'running' | 'desired'): number {
  return versions.reduce((total, version) => total + version[what], 0)
}
