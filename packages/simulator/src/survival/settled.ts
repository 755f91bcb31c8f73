/**
 * Where the people of a town have their accounts: at several providers, some of them at a second one too; the same, and all
 * whom the first provider would leave alone at two; all at one.
 */
export type Settled = 'apart' | 'twice' | 'together'
