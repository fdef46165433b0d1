import { placeOf } from '../parts/place.ts'

export const LAB = 'native-strategies'
export const place = placeOf({ lab: LAB, name: 'kiosk' })

export const GROUPS = ['kiosk-blue', 'kiosk-green'] as const
export const TEST_PORT = 9000
export const LISTENERS = {
  listenerArn: { port: 80, group: 'kiosk-blue' },
  testListenerArn: { port: TEST_PORT, group: 'kiosk-green' },
}
/** With which ECS changes the rules of the load balancer. */
export const INFRASTRUCTURE_ROLE = 'kiosk-infrastructure'
export const INFRASTRUCTURE_POLICY =
  'arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers'
/** Percent of the visitors that meet the canary. */
export const CANARY_PERCENT = 20
/** Percent of the visitors that move in each step of the linear deployment. */
export const STEP_PERCENT = 25
