Console.WriteLine("tour: 0 sections, 0 failed");
