"""What is printed: QR codes, posters, flyers, stickers, cards, story images.

kit        the templates: paper, cells, how large the code is, from how far it reads
colours    two colours, refused when a phone could not tell them apart
logos      a logo in the middle of the code, small enough for level H to repair
symbols    one QR code as drawn on paper
words      what stands around it: need, hours, structures
orders     one order: template, codes, words, colours, logo
setting    the order set in type (templates/*.typ)
checking   every page drawn and every code on it read back
making     an order in, a checked file out: the only door to a download
"""
