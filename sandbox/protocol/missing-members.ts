/** The exceptions that services have for wrong input, the first that a service models. */
const CODES = [
  'ValidationException',
  'InvalidParameterException',
  'InvalidParameterValueException',
  'BadRequestException',
  'BadRequest',
]

/** What services of the JSON and query protocols say of required members that are null. */
export function nullMembers(
  paths: string[],
  models: (shape: string) => boolean,
): { code: string; message: string } {
  const errors = paths.map(
    path => `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  )
  const code = CODES.find(models) ?? 'ValidationException'
  return {
    code,
    message: `${errors.length} validation error${errors.length === 1 ? '' : 's'} detected: ${errors.join('; ')}`,
  }
}
