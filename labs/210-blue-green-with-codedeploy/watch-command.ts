import { TARGET } from './names.ts'

/** Shows green's share of the visitors every five seconds, until it is all of them. */
export function watchTraffic(deploymentId: string | undefined): string {
  const query = `deploymentTarget.ecsTarget.taskSetsInfo[?taskSetLabel=='Green'].trafficWeight | [0]`
  return [
    `for look in $(seq 240); do green=$(aws deploy get-deployment-target --deployment-id ${deploymentId} --target-id ${TARGET} --query "${query}" --output text);`,
    `echo "$(date +%T) green has $green %"; case "$green" in 100*) break;; esac; sleep 5; done`,
  ].join(' ')
}
