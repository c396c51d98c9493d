NAME          DOUBLE
ROWS
 N  COST
 E  A
 E  A
COLUMNS
    X         COST               1.0   A                  1.0
    X         B                  1.0
RHS
    R         A                  1.0
ENDATA
