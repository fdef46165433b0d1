import { placeOf } from '../parts/place.ts'

export const LAB = 'canary-alarm-rollback'
export const place = placeOf({ lab: LAB, name: 'cafe' })

export const GROUPS = ['cafe-blue', 'cafe-green']
export const LISTENERS = { listenerArn: { port: 80, group: 'cafe-blue' } }
export const DEPLOYER = 'cafe-deployer'
/** Application and deployment group have the service's name. */
export const group = { application: place.name, group: place.name }
export const CONFIG = 'CodeDeployDefault.ECSCanary10Percent5Minutes'
/** How long blue stands by, in minutes. */
export const TERMINATION = 5
/** How CodeDeploy names the service: cluster and service. */
export const TARGET = `${place.name}:${place.name}`
export const ALARM = 'cafe-errors'
export const NAMESPACE = 'AWS/ApplicationELB'
/** Errors that the app answers; HTTPCode_ELB_5XX_Count are the load balancer's own. */
export const METRIC = 'HTTPCode_Target_5XX_Count'
