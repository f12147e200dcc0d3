"""The words of posts: what each network gets, what stands under it, who changed what."""
