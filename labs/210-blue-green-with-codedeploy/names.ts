import { placeOf } from '../parts/place.ts'

export const LAB = 'blue-green-with-codedeploy'
export const place = placeOf({ lab: LAB, name: 'shop' })

export const GROUPS = ['shop-blue', 'shop-green']
export const TEST_PORT = 9000
export const LISTENERS = {
  listenerArn: { port: 80, group: 'shop-blue' },
  testListenerArn: { port: TEST_PORT, group: 'shop-blue' },
}
export const DEPLOYER = 'shop-deployer'
/** Application and deployment group have the service's name. */
export const group = { application: place.name, group: place.name }
export const CONFIG = 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes'
/** How long a deployment waits to be approved, and then blue before it goes, in minutes. */
export const WAITS = { approval: 60, termination: 60 }
/** How CodeDeploy names the service: cluster and service. */
export const TARGET = `${place.name}:${place.name}`
