"""What a dry run means to you: from documents and what-ifs to a plan, and from a plan to advice."""
