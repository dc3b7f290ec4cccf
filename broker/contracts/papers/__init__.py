"""What other people's software is written against, made from the code: schemas, AsyncAPI, the tables of the README."""
