"""The map of an account's people: who decides, who blocks, whom have we never met?"""
