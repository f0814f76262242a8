using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Tests.Data;

/// <summary>Writes NPY and IDX files, correct or not, independently of the readers.</summary>
internal static class BinaryFiles
{
    public static byte[] Npy<T>(string descr, string shape, T[] values, int version = 1, string order = "False")
        where T : unmanaged
    {
        string text = $"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}";
        return NpyWithHeader(text, version, MemoryMarshal.AsBytes<T>(values).ToArray());
    }

    public static byte[] NpyWithHeader(string text, int version, byte[] data)
    {
        int lengthBytes = version == 1 ? 2 : 4;
        int padding = 64 - (8 + lengthBytes + text.Length + 1) % 64;
        byte[] header = Encoding.Latin1.GetBytes(text + new string(' ', padding) + '\n');
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length[..lengthBytes], .. header, .. data];
    }

    public static byte[] Idx(byte type, uint[] sizes, byte[] data)
    {
        var bytes = new List<byte> { 0, 0, type, (byte)sizes.Length };
        var size = new byte[4];
        foreach (uint declared in sizes)
        {
            BinaryPrimitives.WriteUInt32BigEndian(size, declared);
            bytes.AddRange(size);
        }

        return [.. bytes, .. data];
    }

    public static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(content);
        return packed.ToArray();
    }
}
