"""What a dry run means to a person: from documents and what-ifs to a plan, and from a plan to advice."""
