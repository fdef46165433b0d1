import type { ExpectedService } from '../assertions/expect-service-stable.ts'
import type { Outputs } from '../define.ts'
import { CLUSTER, HEALTH_CHECK_PATH, LAB, PORT, SERVICE } from './names.ts'

/** What the service of this lab must be like, whatever runs in it. */
export function expectedService(out: Outputs): Omit<ExpectedService, 'tasks'> {
  return {
    cluster: CLUSTER,
    service: SERVICE,
    container: 'web',
    port: PORT,
    healthCheckPath: HEALTH_CHECK_PATH,
    securityGroupId: out['create-security-groups']?.tasksGroupId ?? '',
    targetGroupArn: out['create-target-group']?.targetGroupArn ?? '',
    lab: LAB,
  }
}
