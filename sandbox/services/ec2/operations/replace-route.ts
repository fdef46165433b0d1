import type { ReplaceRouteRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { invalidParameterValue } from '../errors.ts'
import { findRouteTable } from '../find.ts'
import { destinationOf, destinationText, existingRoute, putRoutes, targetOf } from '../routes.ts'

/** Gives a route another target. */
export const replaceRoute: Operation<ReplaceRouteRequest, object> = (input, { scope }) => {
  const state = network(scope)
  const table = findRouteTable(state, input.RouteTableId)
  const destination = destinationOf(scope, input)
  const present = existingRoute(table, destination)
  if (!present) {
    throw invalidParameterValue(
      `There is no route defined for '${destinationText(destination)}' in the route table. Use CreateRoute instead.`,
    )
  }
  const target = targetOf(state, table, { ...input, ...(input.LocalTarget && { GatewayId: 'local' }) })
  refuseDryRun(input)
  putRoutes(
    scope,
    table,
    table.Routes.map(route =>
      route === present
        ? { ...destination, ...target, Origin: present.Origin, State: 'active' as const }
        : route,
    ),
  )
  return {}
}
