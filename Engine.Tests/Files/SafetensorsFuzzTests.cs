using System.Buffers.Binary;
using Engine.Tests.House;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Tests.Files;

public sealed class SafetensorsFuzzTests : IDisposable
{
    private const int Cases = 2000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_ReturnsConsistentTensorsOrRefuses_WhateverTheBytes()
    {
        byte[] valid = ValidFile();
        string path = _folder.File("mutant");

        // Half of the mutants get a length field that fits again, so that damage reaches the JSON and the offsets.
        Gen<(FileMutation[] Mutations, bool Repair)> mutants =
            from count in Gen.Choose(1, 3)
            from mutations in FileMutation.Generator.ArrayOf(count)
            from repair in Gen.Elements(true, false)
            select (mutations, repair);

        int accepted = 0;
        int refused = 0;
        Property property = Prop.ForAll(mutants.ToArbitrary(), mutant =>
        {
            byte[] bytes = mutant.Mutations.Aggregate(valid, (file, mutation) => mutation.Apply(file));
            if (mutant.Repair) RepairLength(bytes, valid.Length);
            File.WriteAllBytes(path, bytes);
            if (SafetensorsBytes.Refusal(() => AssertConsistent(path, bytes.Length)) is null) accepted++;
            else refused++;
        });
        Check.One(Properties.Of(Cases), property);

        // About one mutant in 25 is still well-formed (data, text, one digit for another): none in 2000 has chance 1e-35.
        Assert.InRange(accepted, 1, accepted + refused - 1);
        Assert.True(accepted + refused >= Cases, $"{accepted} accepted and {refused} refused are fewer than {Cases} cases.");
    }

    private static void AssertConsistent(string path, long fileLength)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        long total = reader.Tensors.Sum(tensor => tensor.ByteLength);
        Assert.InRange(total, 0, fileLength);
        Assert.Equal(reader.Tensors.Count, reader.Tensors.Select(tensor => tensor.Name).Distinct().Count());
        foreach (TensorInfo tensor in reader.Tensors)
        {
            if (tensor.Type == TensorType.F32) reader.Read(tensor.Name, new float[tensor.Count].AsSpan());
            if (tensor.Type == TensorType.U8) reader.ReadChunks<byte>(tensor.Name, (_, bytes) => total -= bytes.Length);
        }
    }

    private static void RepairLength(byte[] file, int validLength)
    {
        if (file.Length < 8) return;
        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(file);
        BinaryPrimitives.WriteUInt64LittleEndian(file, header + (ulong)(file.Length - validLength));
    }

    private byte[] ValidFile()
    {
        string path = _folder.File("valid");
        TensorSource[] tensors =
        [
            TensorSource.From<float>("weights", new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3),
            TensorSource.From<byte>("bytes", new byte[] { 7, 8 }, 2),
            TensorSource.From<long>("scalar", new long[] { -1 }),
            TensorSource.From<int>("empty", ReadOnlyMemory<int>.Empty, 0),
        ];
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["seed"] = "1" });
        return File.ReadAllBytes(path);
    }
}
