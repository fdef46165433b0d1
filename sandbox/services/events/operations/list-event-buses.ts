import type { ListEventBusesRequest, ListEventBusesResponse } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { defaultBus } from '../buses.ts'
import { page } from '../pages.ts'

/** The account's event buses: the default one. */
export const listEventBuses: Operation<ListEventBusesRequest, ListEventBusesResponse> = (
  input,
  { scope },
) => {
  const all = [defaultBus(scope)].filter(({ Name }) => Name?.startsWith(input.NamePrefix ?? ''))
  const { items, NextToken } = page(all, input)
  return { EventBuses: items, ...(NextToken && { NextToken }) }
}
