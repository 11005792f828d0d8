"""Makes the data files that search and answers weigh by; each module is a program and says what it reads and writes."""
