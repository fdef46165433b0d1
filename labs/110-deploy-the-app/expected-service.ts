import type { ExpectedService } from '../assertions/expect-service-stable.ts'
import type { Outputs } from '../define.ts'
import { CLUSTER, HEALTH_CHECK_PATH, LAB, PORT, SERVICE, TASKS } from './names.ts'

/** What the service of this lab must be like. */
export function expectedService(out: Outputs): ExpectedService {
  return {
    cluster: CLUSTER,
    service: SERVICE,
    container: 'app',
    port: PORT,
    healthCheckPath: HEALTH_CHECK_PATH,
    securityGroupId: out['prepare']?.['tasksGroupId'] ?? '',
    targetGroupArn: out['create-load-balancer']?.['targetGroupArn'] ?? '',
    tasks: TASKS,
    orMore: true,
    lab: LAB,
  }
}
