import { placeOf } from '../parts/place.ts'

export const LAB = 'rolling-update'
export const place = placeOf({ lab: LAB, name: 'depot' })

export const GROUPS = ['depot']
export const LISTENERS = { listenerArn: { port: 80, group: 'depot' } }

/** How many tasks may be missing, and how many there may be, during an update; in percent of the desired count. */
export const HEALTHY = { minimumHealthyPercent: 100, maximumPercent: 200 }
