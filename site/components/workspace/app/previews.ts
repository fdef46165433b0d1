import type { MapDto } from '../../../../lab-runner/contract.ts'

export interface Preview {
  url: string
  port: number
  /** As the learner's own browser would be given it. */
  address: string
  /** It is the test listener's, which shows the version that comes. */
  test: boolean
}

/** The frames of the App pane: production, and the test listener where the map has one. None before there is a site. */
export function previewsOf(previewUrl: string | null, map: MapDto | null): Preview[] {
  if (previewUrl === null) return []
  const balancer = map?.loadBalancers[0]
  const at = (port: number | undefined) =>
    `http://${balancer?.dnsName ?? ''}${port === undefined || port === 80 ? '' : `:${port}`}/`
  const listener = balancer?.listeners.find(({ rules }) => rules.some(({ test }) => test))
  return [
    { url: previewUrl, address: balancer === undefined ? previewUrl : at(undefined), port: 80, test: false },
    ...(listener === undefined
      ? []
      : [
          {
            url: previewUrl.replace('://', '://test.'),
            address: at(listener.port),
            port: listener.port,
            test: true,
          },
        ]),
  ]
}
