"""What files of texts hold beside the words: who wrote a message and when, times of subtitles, licences."""
