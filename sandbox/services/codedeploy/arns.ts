import type { Scope } from '../../store/store.ts'

type Place = Pick<Scope, 'accountId' | 'region'>

const arnOf = ({ region, accountId }: Place, resource: string) =>
  `arn:aws:codedeploy:${region}:${accountId}:${resource}`

export const applicationArn = (place: Place, name: string) => arnOf(place, `application:${name}`)
export const groupArn = (place: Place, application: string, name: string) =>
  arnOf(place, `deploymentgroup:${application}/${name}`)
export const configArn = (place: Place, name: string) => arnOf(place, `deploymentconfig:${name}`)
