import { createDeployment, writeAppSpec } from '../parts/app-spec.ts'
import { ALARM, place, TARGET } from './names.ts'

/**
 * The commands that write the AppSpec file, deploy it, and ask the site again and again until the deployment has ended:
 * after each five hundred requests they say where it is.
 */
export function deployUnderLoad(
  taskDefinitionArn: string | undefined,
  dnsName: string | undefined,
): string[] {
  const share = `deploymentTarget.ecsTarget.taskSetsInfo[?taskSetLabel=='Green'].trafficWeight | [0]`
  return [
    writeAppSpec(taskDefinitionArn),
    [
      `id=$(${createDeployment(place)} --query deploymentId --output text);`,
      `for round in $(seq 120); do curl -sS --max-time 20 -o /dev/null 'http://${dnsName}/api/about?[1-500]';`,
      `status=$(aws deploy get-deployment --deployment-id $id --query deploymentInfo.status --output text);`,
      `green=$(aws deploy get-deployment-target --deployment-id $id --target-id ${TARGET} --query "${share}" --output text);`,
      `echo "$(date +%T) $id $status, green has $green %"; case "$status" in Stopped|Failed|Succeeded) break;; esac; done`,
    ].join(' '),
  ]
}

/** While the alarm rings, CodeDeploy would stop every deployment at once. */
export const waitUntilSilent = `for look in $(seq 60); do alarm=$(aws cloudwatch describe-alarms --alarm-names ${ALARM} --query 'MetricAlarms[0].StateValue' --output text); echo "$(date +%T) $alarm"; [ "$alarm" = OK ] && break; sleep 5; done`
