import { validationError } from './errors.ts'

/** Whether a status code passes: `200`, `200,302` or `200-399`. Throws ValidationError for anything else. */
export function parseMatcher(codes: string | undefined): (status: number) => boolean {
  const ranges = (codes ?? '').split(',').map(part => {
    const [, from, to] = /^\s*(\d{3})(?:-(\d{3}))?\s*$/.exec(part) ?? []
    const range = { from: Number(from), to: Number(to ?? from) }
    if (!from || range.from < 200 || range.to > 499 || range.from > range.to) {
      throw validationError(
        `Health check matcher HTTP code '${codes ?? ''}' must be a single value, a list or a range within 200-499`,
      )
    }
    return range
  })
  return status => ranges.some(({ from, to }) => status >= from && status <= to)
}
