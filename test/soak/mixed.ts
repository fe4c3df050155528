export const soakMixed = async () => [] as string[]
